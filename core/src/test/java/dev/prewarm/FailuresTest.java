package dev.prewarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FailuresTest {
    private static Throwable caused(Throwable by, Throwable cause) {
        by.initCause(cause);
        return by;
    }

    @Test
    void aConnectThatNothingAnswers() {
        assertThat(Failures.isTimeout(new SocketTimeoutException("Connect timed out")))
                .isTrue();
        assertThat(Failures.isTimeout(new CompletionException(new ConnectException("Connection timed out"))))
                .isTrue();
        assertThat(Failures.isTimeout(new NoRouteToHostException("No route to host")))
                .isTrue();
        assertThat(Failures.isTimeout(new ConnectException("Network is unreachable")))
                .isTrue();
        assertThat(Failures.isTimeout(new NoRouteToHostException("Cannot assign requested address")))
                .as("out of ports")
                .isFalse();
        assertThat(Failures.isTimeout(new ConnectException("Connection refused")))
                .isFalse();
    }

    @Test
    void aConnectThatIsRefused() {
        assertThat(Failures.isRefusal(new ConnectException("Connection refused")))
                .isTrue();
        assertThat(Failures.isRefusal(caused(new ConnectException(), new ClosedChannelException())))
                .as("as java.net.http tells it")
                .isTrue();
        assertThat(Failures.isRefusal(new SocketException("Connection reset"))).isTrue();
        assertThat(Failures.isRefusal(new SocketException("Socket closed"))).isFalse();
        assertThat(Failures.isRefusal(new ClosedChannelException())).isFalse();
    }

    @Test
    void anEndByThePeer() {
        assertThat(Failures.isEndByPeer(new IOException("unexpected end of stream", new EOFException())))
                .isTrue();
        assertThat(Failures.isEndByPeer(new SSLException("Connection reset", new SocketException("Connection reset"))))
                .isTrue();
        assertThat(Failures.isEndByPeer(new IOException("Broken pipe"))).isTrue();
        assertThat(Failures.isEndByPeer(new SSLException("x", new SocketException("Socket closed"))))
                .isFalse();
        assertThat(Failures.isEndByPeer(new IOException("stream was reset: CANCEL")))
                .as("of HTTP/2")
                .isFalse();
        assertThat(Failures.isEndByPeer(new SocketTimeoutException("Read timed out")))
                .isFalse();
        assertThat(Failures.isEndByPeer(
                        caused(new SSLHandshakeException("PKIX"), new CertificateException(new EOFException()))))
                .isFalse();
    }

    @Test
    void itsOwnCausesAreNoEndlessLoop() {
        IOException first = new IOException("a");
        first.initCause(new IOException("b", first));
        assertThat(Failures.isEndByPeer(first)).isFalse();
    }

    @Test
    @Timeout(30)
    void whatFailsToWriteIsToldFromWhatFailsToRead() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.getLocalPort());
            try (Socket socket = new Socket()) {
                socket.connect(address);
                reset(server.accept());
                assertThat(Failures.isOfWrite(
                                failureOf(() -> socket.getOutputStream().write(new byte[99]))))
                        .isTrue();
            }
            try (SocketChannel channel = SocketChannel.open(address)) {
                reset(server.accept());
                assertThat(Failures.isOfWrite(failureOf(() -> channel.write(ByteBuffer.allocate(99)))))
                        .isTrue();
            }
            try (Socket socket = new Socket()) {
                socket.connect(address);
                reset(server.accept());
                assertThat(Failures.isOfWrite(
                                failureOf(() -> socket.getInputStream().read())))
                        .isFalse();
            }
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private interface Transfer {
        void run() throws IOException;
    }

    /** It is reset sooner or later. */
    private static IOException failureOf(Transfer transfer) {
        for (; ; ) {
            try {
                transfer.run();
            } catch (IOException e) {
                return e;
            }
        }
    }
}
