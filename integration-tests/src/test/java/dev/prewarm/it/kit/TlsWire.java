package dev.prewarm.it.kit;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * TLS by an {@link SSLEngine} over a plain socket, not an SSLSocket: only so can a server tell a close_notify from a bare
 * FIN, and send RST or FIN without one.
 */
final class TlsWire extends Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final int AFTER_CLOSE_NOTIFY_MILLIS = 1_000;

    private final SSLEngine engine;
    private final ByteBuffer received;
    private final ByteBuffer toSend;
    private ByteBuffer plain;
    private volatile boolean closeNotify;

    TlsWire(Socket socket, SSLEngine engine) {
        super(socket);
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        received = ByteBuffer.allocate(packet);
        toSend = ByteBuffer.allocate(packet);
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    SSLEngine engine() {
        return engine;
    }

    @Override
    void handshake() throws IOException {
        try {
            engine.beginHandshake();
            while (busy()) {
                step();
            }
        } catch (IOException failed) {
            sendAlert();
            throw failed;
        }
    }

    @Override
    int read(byte[] to, int offset, int length) throws IOException {
        while (plain.position() == 0) {
            if (closeNotify) {
                awaitEnd();
                return -1;
            }
            try {
                if (busy()) {
                    step();
                } else {
                    unwrap();
                }
            } catch (EOFException end) {
                return -1;
            }
        }
        plain.flip();
        int count = Math.min(length, plain.remaining());
        plain.get(to, offset, count);
        plain.compact();
        return count;
    }

    @Override
    void write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            wrap(rest);
        }
    }

    @Override
    void finish() throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            wrap(NOTHING);
        }
        super.finish();
    }

    @Override
    boolean closeNotifySeen() {
        return closeNotify;
    }

    /** What follows a close_notify: FIN as it should, or RST, which is an IOException here. */
    private void awaitEnd() throws IOException {
        try {
            socket.setSoTimeout(AFTER_CLOSE_NOTIFY_MILLIS);
            while (super.read(received.array(), 0, received.capacity()) >= 0) {
                // Nothing that matters can follow.
            }
        } catch (SocketTimeoutException neither) {
            // The client waits for our end of it.
        }
    }

    private boolean busy() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED && !closeNotify;
    }

    private void step() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK:
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
                break;
            case NEED_WRAP:
                wrap(NOTHING);
                break;
            default:
                unwrap();
        }
    }

    private void wrap(ByteBuffer from) throws IOException {
        toSend.clear();
        engine.wrap(from, toSend);
        if (toSend.position() > 0) {
            super.write(java.util.Arrays.copyOf(toSend.array(), toSend.position()));
        }
    }

    private void unwrap() throws IOException {
        received.flip();
        SSLEngineResult result = engine.unwrap(received, plain);
        received.compact();
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW:
                fill();
                break;
            case BUFFER_OVERFLOW:
                plain = ByteBuffer.allocate(plain.capacity() * 2).put(plain.flip());
                break;
            case CLOSED:
                closeNotify = true;
                break;
            default:
        }
    }

    private void fill() throws IOException {
        int count = super.read(received.array(), received.position(), received.remaining());
        if (count < 0) {
            throw new EOFException("FIN without close_notify");
        }
        received.position(received.position() + count);
    }

    /** Tells the client why the handshake failed, if the engine has an alert for it. */
    private void sendAlert() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                wrap(NOTHING);
            }
        } catch (IOException gone) {
            // The client ended it first.
        }
    }
}
