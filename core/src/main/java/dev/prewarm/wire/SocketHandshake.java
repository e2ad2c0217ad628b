package dev.prewarm.wire;

import java.io.IOException;
import javax.net.ssl.SSLSocket;

/** Of a client that does its TLS with an {@link SSLSocket}: it waits for its peer, so the whole of it is one task. */
final class SocketHandshake implements Handshake {
    private final SSLSocket socket;
    private final ChannelSocket ground;
    private volatile boolean done;
    private volatile IOException failure;

    /** @param ground what the socket is layered over */
    SocketHandshake(SSLSocket socket, ChannelSocket ground) {
        this.socket = socket;
        this.ground = ground;
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
            ground.channel().park();
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
            ground.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public TlsSession finished() {
        return new SocketSession(socket, ground);
    }
}
