package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Repetition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A server that answers before it has read the request, and closes: to whoever still writes that is a reset. */
class EarlyAnswerTest {
    private static final byte[] REFUSAL = "HTTP/1.1 413 Too Large".getBytes(StandardCharsets.US_ASCII);

    /** The client's socket, after the write that failed. */
    private static WarmSocket writeInVain(byte[] answer) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            WarmSocket client = Parked.socket();
            client.connect(listening.getLocalSocketAddress());
            client.getOutputStream().write(1);
            try (Socket server = listening.accept()) {
                server.getOutputStream().write(answer);
                // What is unread makes its close a reset.
                Eventually.until("the request has begun", () -> isReadable(server));
            }
            assertThatThrownBy(() -> {
                        while (true) {
                            client.getOutputStream().write(new byte[100_000]);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            return client;
        }
    }

    private static boolean isReadable(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatItSaidBeforeAWriteFailedIsSeen() throws IOException {
        try (WarmSocket client = writeInVain(REFUSAL)) {
            assertThat(client.isSpokenOn()).isTrue();
        }
    }

    @Test
    void nothingIsSeenWhereNothingWasSaid() throws IOException {
        try (WarmSocket client = writeInVain(new byte[0])) {
            assertThat(client.isSpokenOn()).isFalse();
        }
    }

    @Test
    void itIsNoStaleEnd() throws IOException {
        try (LocalServer server = LocalServer.plain(LocalServer::answerAndClose);
                Warmer warmer = Warmer.plain(server, "prewarm.idle", "1m").warmUp()) {
            for (int i = 0; i < 3; i++) {
                ConnectionAttempt attempt = warmer.hit(Repetition.HARMLESS);
                warmer.prewarm().abandoned(attempt);
                warmer.prewarm().died(attempt);
            }
            assertThat(warmer.read().staleHits()).isZero();
            assertThat(warmer.evicted("flushed")).isZero();
        }
    }
}
