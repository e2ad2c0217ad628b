package dev.prewarm.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/** Of a client that does its TLS with an {@link SSLEngine}. */
final class EngineHandshake implements Handshake {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /** Read of one peer before it is the others' turn: all its messages with a long chain of certificates, and more. */
    private static final int MOST_OF_A_TURN = 16 * 1024;

    private final SSLEngine engine;
    private final SocketChannel channel;
    private ByteBuffer in;
    private ByteBuffer out;
    private int readThisTurn;

    EngineHandshake(SSLEngine engine, SocketChannel channel) throws SSLException {
        this.engine = engine;
        this.channel = channel;
        int packet = engine.getSession().getPacketBufferSize();
        in = ByteBuffer.allocate(packet);
        out = ByteBuffer.allocate(packet);
        out.flip();
        engine.beginHandshake();
    }

    @Override
    public Wants advance() throws IOException {
        readThisTurn = 0;
        try {
            return goOn();
        } catch (SSLException e) {
            tellPeer();
            throw e;
        }
    }

    private Wants goOn() throws IOException {
        while (true) {
            if (out.hasRemaining()) {
                channel.write(out);
                if (out.hasRemaining()) {
                    return Wants.WRITE;
                }
            }
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK:
                    runTasks();
                    break;
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

    /** False if more bytes are needed, and none are there or it is the others' turn. */
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
        if (readThisTurn >= MOST_OF_A_TURN) {
            return false;
        }
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
        readThisTurn += read;
        return read > 0;
    }

    /** Trust and key managers run there. */
    private void runTasks() throws IOException {
        try {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        } catch (Throwable t) {
            throw new IOException("the client's own code failed in the TLS handshake: " + t, t);
        }
    }

    private void tellPeer() {
        try {
            out.clear();
            engine.wrap(EMPTY, out);
            out.flip();
            channel.write(out);
        } catch (IOException | RuntimeException e) {
            // The peer has gone already.
        }
    }

    @Override
    public void abandon() {}

    /** With what came behind the handshake. */
    @Override
    public TlsSession finished() {
        in.flip();
        return new EngineSession(engine, in);
    }
}
