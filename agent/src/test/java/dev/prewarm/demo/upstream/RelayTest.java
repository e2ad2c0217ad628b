package dev.prewarm.demo.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What passes and in which order; how long it takes is {@link DistanceTest}'s. */
@Timeout(60)
class RelayTest {
    private static final int CONNECTIONS = 200;
    /** More than the sockets' buffers hold, so that writes come short. */
    private static final int LARGE = 8 << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket upstream;
    private Relay relay;

    @BeforeEach
    void start() throws IOException {
        upstream = new ServerSocket(0, 1024, InetAddress.getByName("localhost"));
        InetSocketAddress address = (InetSocketAddress) upstream.getLocalSocketAddress();
        relay = Relay.start(new Distance(Duration.ofMillis(20)), address);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        upstream.close();
        threads.shutdownNow();
    }

    @Test
    void passesEveryByteInOrderAndThenTheEndOnManyConnectionsAtOnce() throws Exception {
        threads.submit(() -> {
            while (true) {
                Socket socket = upstream.accept();
                threads.submit(() -> echo(socket));
            }
        });

        List<Future<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            byte[] sent = bytes(i);
            answers.add(threads.submit(() -> sendAndReadAll(sent)));
        }

        for (int i = 0; i < CONNECTIONS; i++) {
            assertThat(answers.get(i).get()).isEqualTo(bytes(i));
        }
        assertThat(relay.opened()).isEqualTo(CONNECTIONS);
    }

    @Test
    void waitsForAReaderThatIsSlow() throws Exception {
        byte[] sent = new byte[LARGE];
        new Random(1).nextBytes(sent);
        Future<byte[]> received = threads.submit(() -> {
            try (Socket socket = upstream.accept()) {
                Thread.sleep(100);
                return socket.getInputStream().readAllBytes();
            }
        });

        try (Socket client = connect()) {
            client.getOutputStream().write(sent);
            client.shutdownOutput();
            assertThat(received.get()).isEqualTo(sent);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aResetArrivesAsAReset() throws Exception {
        try (Socket client = connect()) {
            try (Socket server = upstream.accept()) {
                server.setSoLinger(true, 0);
            }
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void theEndOfTheClientsBytesReachesAServerThatWaits() throws Exception {
        connect().close();
        try (Socket server = upstream.accept()) {
            assertThat(server.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aClientIsTurnedAwayIfTheUpstreamIsGone() throws Exception {
        upstream.close();
        try (Socket client = connect()) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closingEndsWhatIsOpen() throws Exception {
        try (Socket client = connect();
                Socket server = upstream.accept()) {
            relay.close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(server.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getByName("localhost"), relay.port());
    }

    private byte[] sendAndReadAll(byte[] sent) throws IOException {
        try (Socket client = connect()) {
            // In pieces of all sizes, the first during the modelled handshake.
            for (int from = 0, piece = 1; from < sent.length; from += piece, piece *= 3) {
                client.getOutputStream().write(sent, from, Math.min(piece, sent.length - from));
            }
            client.shutdownOutput();
            return client.getInputStream().readAllBytes();
        }
    }

    private static Void echo(Socket socket) throws IOException {
        try (socket;
                InputStream in = socket.getInputStream()) {
            in.transferTo(socket.getOutputStream());
        }
        return null;
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[3_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
