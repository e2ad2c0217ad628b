package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looks at a session whose server end is an engine of the test, so that each byte comes when the test wants it. */
class EngineSessionTest {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final SSLEngine client = LocalCertificates.trusting().createSSLEngine("127.0.0.1", 443);
    private final SSLEngine server = LocalCertificates.both().createSSLEngine();
    private final LookBuffers scratch = new LookBuffers();
    private SocketChannel ours;
    private SocketChannel theirs;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(null);
            theirs = SocketChannel.open();
            theirs.connect(new InetSocketAddress(
                    LocalServer.loopback(), listener.socket().getLocalPort()));
            ours = listener.accept();
            ours.configureBlocking(false);
        }
        client.setUseClientMode(true);
        server.setUseClientMode(false);
    }

    @AfterEach
    void disconnect() throws IOException {
        ours.close();
        theirs.close();
    }

    @Test
    void ticketsRightBehindTheHandshakeAreDigestedWithoutAnyMoreInput() throws IOException {
        byte[] tickets = handshake();
        assertThat(tickets).isNotEmpty();
        EngineSession session = new EngineSession(client, ByteBuffer.wrap(tickets));
        assertThat(session.look(ours, scratch)).isEqualTo(Liveness.LIVE);
    }

    @Test
    void ticketsThatComeLaterAreDigested() throws IOException {
        EngineSession session = new EngineSession(client, NONE.duplicate());
        send(handshake());
        send(wrapped(ByteBuffer.wrap("HTTP/1.1 408 Request Timeout\r\n\r\n".getBytes())));
        // Not before the tickets: what is behind them is made out.
        Eventually.until("all is seen", () -> session.look(ours, scratch) == Liveness.DATA);
    }

    @Test
    void halfARecordIsKeptUntilTheRestHasCome() throws IOException {
        byte[] tickets = handshake();
        byte[] half = Arrays.copyOf(tickets, tickets.length / 2);
        EngineSession session = new EngineSession(client, ByteBuffer.wrap(half));
        assertThat(session.look(ours, scratch)).isEqualTo(Liveness.PARTIAL);
        assertThat(session.look(ours, scratch)).isEqualTo(Liveness.PARTIAL);
        send(Arrays.copyOfRange(tickets, tickets.length / 2, tickets.length));
        Eventually.until("it is whole", () -> session.look(ours, scratch) == Liveness.LIVE);
    }

    @Test
    void applicationBytesAreUnexpected() throws IOException {
        byte[] tickets = handshake();
        EngineSession session = new EngineSession(client, ByteBuffer.wrap(tickets));
        send(wrapped(ByteBuffer.wrap("HTTP/1.1 408 Request Timeout\r\n\r\n".getBytes())));
        Eventually.until("they are seen", () -> session.look(ours, scratch) == Liveness.DATA);
    }

    @Test
    void closeNotifyIsAnEnd() throws IOException {
        EngineSession session = new EngineSession(client, ByteBuffer.wrap(handshake()));
        server.closeOutbound();
        send(wrapped(NONE.duplicate()));
        Eventually.until("it is seen", () -> session.look(ours, scratch) == Liveness.CLOSED);
    }

    @Test
    void whatIsNoTlsIsAnEnd() throws IOException {
        EngineSession session = new EngineSession(client, ByteBuffer.wrap(handshake()));
        send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
        Eventually.until("it is seen", () -> session.look(ours, scratch) == Liveness.CLOSED);
    }

    @Test
    void aSessionThatIsClosedSaysGoodbye() throws IOException {
        EngineSession session = new EngineSession(client, ByteBuffer.wrap(handshake()));
        session.look(ours, scratch);
        session.closeNotify(ours);
        ByteBuffer alert = ByteBuffer.allocate(1000);
        theirs.read(alert);
        alert.flip();
        server.unwrap(alert, ByteBuffer.allocate(20_000));
        assertThat(server.isInboundDone()).isTrue();
    }

    private void send(byte[] bytes) throws IOException {
        theirs.write(ByteBuffer.wrap(bytes));
    }

    private byte[] wrapped(ByteBuffer plain) throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(20_000);
        server.wrap(plain, record);
        return Arrays.copyOf(record.array(), record.position());
    }

    /** In memory; what the server sends behind it is answered: its session tickets. */
    private byte[] handshake() throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(40_000);
        ByteBuffer toClient = ByteBuffer.allocate(40_000);
        client.beginHandshake();
        server.beginHandshake();
        while (isHandshaking(client)) {
            assertThat(step(client, toClient, toServer) | step(server, toServer, toClient))
                    .isTrue();
        }
        while (isHandshaking(server)) {
            assertThat(step(server, toServer, toClient)).isTrue();
        }
        return Arrays.copyOf(toClient.array(), toClient.position());
    }

    private static boolean isHandshaking(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static boolean step(SSLEngine engine, ByteBuffer from, ByteBuffer to) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK:
                engine.getDelegatedTask().run();
                return true;
            case NEED_WRAP:
                engine.wrap(NONE.duplicate(), to);
                return true;
            case NEED_UNWRAP:
                from.flip();
                int consumed = engine.unwrap(from, ByteBuffer.allocate(20_000)).bytesConsumed();
                from.compact();
                return consumed > 0 || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
            default:
                return false;
        }
    }
}
