package dev.prewarm.wire;

import java.io.IOException;
import javax.net.ssl.SSLSocket;

/** Of a client that does its TLS with an {@link SSLSocket}: it waits for its peer, so the whole of it is one task. */
final class SocketHandshake implements Handshake {
    private final SSLSocket socket;
    private final BlockingChannel raw;
    private volatile boolean done;
    private volatile IOException failure;

    /** @param raw what the socket is layered over */
    SocketHandshake(SSLSocket socket, BlockingChannel raw) {
        this.socket = socket;
        this.raw = raw;
    }

    @Override
    public Wants advance() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return done ? Wants.NOTHING_MORE : Wants.TASKS;
    }

    @Override
    public void runTasks() {
        try {
            socket.startHandshake();
            raw.park();
            done = true;
        } catch (IOException e) {
            failure = e;
        } catch (Throwable t) {
            failure = new IOException("the client's own code failed in the TLS handshake: " + t, t);
        }
    }

    /** The socket has told its peer itself; whoever still waits in it is woken. */
    @Override
    public void abandon(Throwable why) {
        try {
            raw.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public TlsSession finished() {
        return new SocketSession(socket, raw);
    }
}
