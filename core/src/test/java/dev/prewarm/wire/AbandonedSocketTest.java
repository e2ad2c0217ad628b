package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A common mistake: an answer that nobody closes. The collector closes its connection, as that of a java.net.Socket. */
@Timeout(60)
class AbandonedSocketTest {
    /** By the client's port. */
    private final Set<Integer> ended = ConcurrentHashMap.newKeySet();

    private LocalServer server;
    private Warmer warmer;

    @BeforeEach
    void serve() throws IOException {
        server = LocalServer.plain(this::echo);
        warmer = Warmer.plain(server, "prewarm.min", "2").warmUp();
    }

    @AfterEach
    void close() throws Exception {
        warmer.close();
        server.close();
    }

    private void echo(Socket socket) throws IOException {
        int next = socket.getInputStream().read();
        while (next >= 0) {
            socket.getOutputStream().write(next);
            next = socket.getInputStream().read();
        }
        ended.add(socket.getPort());
    }

    private WarmSocket used() throws IOException {
        WarmSocket socket = new WarmSocket(endpoint -> warmer.takeWarm());
        socket.connect(server.address());
        assertThat(socket.isWarm()).isTrue();
        assertThat(echoed(socket.getInputStream(), socket.getOutputStream())).isEqualTo(7);
        return socket;
    }

    private static int echoed(InputStream in, OutputStream out) throws IOException {
        out.write(7);
        return in.read();
    }

    private int abandoned() throws IOException {
        return used().getLocalPort();
    }

    /** Its descriptor is still registered for the read that nobody waits for any more. */
    private int abandonedAfterATimeout() throws IOException {
        WarmSocket socket = used();
        socket.setSoTimeout(5);
        try {
            socket.getInputStream().read();
            throw new AssertionError("nothing was said");
        } catch (SocketTimeoutException e) {
            return socket.getLocalPort();
        }
    }

    private void untilEnded(int port) {
        Eventually.until("closed", () -> {
            System.gc();
            return ended.contains(port);
        });
    }

    @Test
    void isClosedByTheCollector() throws IOException {
        untilEnded(abandoned());
        untilEnded(abandonedAfterATimeout());
    }

    @Test
    void isOpenWhileAnybodyHasAStreamOfIt() throws IOException {
        WarmSocket socket = used();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        socket = null;
        untilEnded(abandoned());
        assertThat(echoed(in, out)).isEqualTo(7);
    }
}
