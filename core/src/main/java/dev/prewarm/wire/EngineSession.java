package dev.prewarm.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLSession;

/** Of a client that does its TLS with an {@link SSLEngine}. */
final class EngineSession implements TlsSession {
    private static final byte[] NOTHING = new byte[0];

    private final SSLEngine engine;
    private final UnsolicitedInput unasked = new UnsolicitedInput();
    private byte[] unread;

    /** @param unread what came behind the handshake */
    EngineSession(SSLEngine engine, ByteBuffer unread) {
        this.engine = engine;
        this.unread = copy(unread);
    }

    SSLEngine engine() {
        return engine;
    }

    @Override
    public SSLSession session() {
        return engine.getSession();
    }

    @Override
    public String applicationProtocol() {
        return engine.getApplicationProtocol();
    }

    @Override
    public Liveness look(SocketChannel channel, LookBuffers scratch) {
        int packet = engine.getSession().getPacketBufferSize();
        unasked.lookBegins();
        try {
            while (true) {
                ByteBuffer net = scratch.net(unread.length == 0 ? 0 : unread.length + packet);
                net.put(unread);
                int read = unasked.read(channel, net);
                net.flip();
                // Also where nothing new has come: some servers send their tickets right behind the handshake.
                Liveness look = digest(net, scratch);
                unread = copy(net);
                if (look != Liveness.LIVE) {
                    return look;
                }
                if (read < 0) {
                    return Liveness.CLOSED;
                }
                if (unasked.isUsedUp()) {
                    return Liveness.FLOOD;
                }
                if (read == 0) {
                    return unread.length == 0 ? Liveness.LIVE : Liveness.PARTIAL;
                }
            }
        } catch (IOException | RuntimeException e) {
            return Liveness.CLOSED;
        }
    }

    private Liveness digest(ByteBuffer net, LookBuffers scratch) throws IOException {
        while (net.hasRemaining()) {
            if (!unasked.allowsRecord()) {
                return Liveness.FLOOD;
            }
            SSLEngineResult result =
                    engine.unwrap(net, scratch.application(engine.getSession().getApplicationBufferSize()));
            if (result.getStatus() == Status.CLOSED) {
                return Liveness.CLOSED;
            }
            if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                return Liveness.LIVE;
            }
            unasked.recordDigested();
            HandshakeStatus next = engine.getHandshakeStatus();
            boolean quiet = next == HandshakeStatus.NOT_HANDSHAKING || next == HandshakeStatus.FINISHED;
            if (result.getStatus() != Status.OK || result.bytesProduced() > 0 || !quiet) {
                // Application bytes, a key update, a renegotiation: not for us to answer.
                return Liveness.DATA;
            }
        }
        return Liveness.LIVE;
    }

    @Override
    public void closeNotify(SocketChannel channel) throws IOException {
        engine.closeOutbound();
        ByteBuffer alert = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        while (!engine.isOutboundDone()) {
            SSLEngineResult result = engine.wrap(ByteBuffer.wrap(NOTHING), alert);
            if (result.getStatus() != Status.OK && result.getStatus() != Status.CLOSED || result.bytesProduced() == 0) {
                break;
            }
        }
        alert.flip();
        channel.write(alert);
    }

    private static byte[] copy(ByteBuffer rest) {
        if (!rest.hasRemaining()) {
            return NOTHING;
        }
        byte[] bytes = new byte[rest.remaining()];
        rest.get(bytes);
        return bytes;
    }
}
