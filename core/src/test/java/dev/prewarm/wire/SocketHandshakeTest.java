package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Handshakes of a blocking client, which do not block. */
class SocketHandshakeTest {
    private static Handshake begin(LocalServer server, SocketChannel channel) throws IOException {
        try (SSLSocket own =
                (SSLSocket) LocalCertificates.trusting().getSocketFactory().createSocket()) {
            channel.configureBlocking(false);
            return SocketRecipe.of(own, LocalCertificates.trusting(), "127.0.0.1", 443, true)
                    .begin(channel, server.address());
        }
    }

    @Test
    void aPeerThatSaysNothingHoldsNoThread() throws IOException {
        try (LocalServer server =
                        LocalServer.plain(socket -> socket.getInputStream().read());
                SocketChannel channel = SocketChannel.open(server.address())) {
            Handshake handshake = begin(server, channel);
            assertThat(handshake.advance()).isEqualTo(Handshake.Wants.READ);
            assertThat(handshake.advance()).isEqualTo(Handshake.Wants.READ);
        }
    }

    @Test
    void itGoesOnWithWhatHasCome() throws IOException {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (LocalServer server = LocalServer.tls(
                            protocol, socket -> socket.getInputStream().read());
                    SocketChannel channel = SocketChannel.open(server.address())) {
                Handshake handshake = begin(server, channel);
                Eventually.until("done", () -> advance(handshake) == Handshake.Wants.NOTHING_MORE);
                assertThat(handshake.finished().session().getProtocol()).isEqualTo(protocol);
            }
        }
    }

    @Test
    void whatIsNoTlsEndsIt() throws IOException {
        try (LocalServer server = LocalServer.plain(
                        socket -> socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()));
                SocketChannel channel = SocketChannel.open(server.address())) {
            Handshake handshake = begin(server, channel);
            assertThatThrownBy(() -> {
                        while (handshake.advance() == Handshake.Wants.READ) {
                            Thread.yield();
                        }
                    })
                    .isInstanceOf(SSLException.class);
        }
    }

    private static Handshake.Wants advance(Handshake handshake) {
        try {
            return handshake.advance();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRecordIsWholeWhenAllOfItHasCome() {
        byte[] two = {22, 3, 3, 0, 1, 9, 22, 3, 3, 0, 2, 9, 9};
        int[] whole = {0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 6, 13};
        for (int come = 0; come <= two.length; come++) {
            PushBack came = new PushBack();
            came.add(ByteBuffer.wrap(two, 0, come));
            assertThat(TlsRecords.whole(came)).isEqualTo(whole[come]);
        }
    }
}
