package dev.prewarm.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/** A client's handshake over a non-blocking channel, one {@link #advance} at a time. */
final class TlsHandshake {
    enum Wants {
        READ,
        WRITE,
        /** {@link SSLEngine#getDelegatedTask}: the application's trust and key managers run there, and may take long. */
        TASKS,
        NOTHING_MORE
    }

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final SocketChannel channel;
    private ByteBuffer in;
    private ByteBuffer out;

    TlsHandshake(SSLEngine engine, SocketChannel channel) throws SSLException {
        this.engine = engine;
        this.channel = channel;
        int packet = engine.getSession().getPacketBufferSize();
        in = ByteBuffer.allocate(packet);
        out = ByteBuffer.allocate(packet);
        out.flip();
        engine.beginHandshake();
    }

    /** Goes on as far as it can without waiting. */
    Wants advance() throws IOException {
        while (true) {
            if (out.hasRemaining()) {
                channel.write(out);
                if (out.hasRemaining()) {
                    return Wants.WRITE;
                }
            }
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK:
                    return Wants.TASKS;
                case NEED_WRAP:
                    wrap();
                    break;
                case NOT_HANDSHAKING:
                case FINISHED:
                    return Wants.NOTHING_MORE;
                default:
                    if (!unwrap()) {
                        return Wants.READ;
                    }
            }
        }
    }

    private void wrap() throws IOException {
        out.clear();
        SSLEngineResult result = engine.wrap(EMPTY, out);
        out.flip();
        switch (result.getStatus()) {
            case OK:
                return;
            case BUFFER_OVERFLOW:
                out = ByteBuffer.allocate(2 * out.capacity());
                out.flip();
                return;
            default:
                channel.write(out);
                throw new SSLException("The handshake ended with " + result.getStatus());
        }
    }

    /** False if more bytes are needed and none are there. */
    private boolean unwrap() throws IOException {
        in.flip();
        SSLEngineResult result = engine.unwrap(in, EMPTY.duplicate());
        in.compact();
        switch (result.getStatus()) {
            case OK:
                return true;
            case BUFFER_UNDERFLOW:
                return read();
            default:
                throw new SSLException("The handshake ended with " + result.getStatus());
        }
    }

    private boolean read() throws IOException {
        if (!in.hasRemaining()) {
            ByteBuffer larger = ByteBuffer.allocate(2 * in.capacity());
            in.flip();
            larger.put(in);
            in = larger;
        }
        int read = channel.read(in);
        if (read < 0) {
            throw new EOFException("The server closed the connection during the handshake");
        }
        return read > 0;
    }

    /** After a failure: tells the peer why, as far as the socket takes it at once. */
    void sendAlert() {
        try {
            out.clear();
            engine.wrap(EMPTY, out);
            out.flip();
            channel.write(out);
        } catch (IOException | RuntimeException e) {
            // The peer has gone already.
        }
    }

    /** What came behind the handshake; for once, when nothing more is wanted. */
    ByteBuffer rest() {
        in.flip();
        return in;
    }
}
