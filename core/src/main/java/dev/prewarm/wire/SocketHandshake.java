package dev.prewarm.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;

/**
 * Of a client that does its TLS with an {@link SSLSocket}. It would wait for its peer in the middle of it, and keep its thread;
 * so it is fed with whole records, and a read that finds no more of them times out. After that a handshake can be gone on with.
 */
final class SocketHandshake implements Handshake {
    /** As much as one that is done with an engine. */
    private static final int MOST_OF_A_TURN = 16 * 1024;

    private final SSLSocket socket;
    private final ChannelSocket ground;
    private final BlockingChannel raw;

    /** @param ground what the socket is layered over */
    SocketHandshake(SSLSocket socket, ChannelSocket ground) {
        this.socket = socket;
        this.ground = ground;
        this.raw = ground.channel();
        raw.becomeFed();
    }

    @Override
    public Wants advance() throws IOException {
        try {
            read(raw.channel());
            raw.pushBack().feed(TlsRecords.whole(raw.pushBack()));
            socket.startHandshake();
            raw.park();
            return Wants.NOTHING_MORE;
        } catch (SocketTimeoutException e) {
            return Wants.READ;
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw new IOException("the client's own code failed in the TLS handshake: " + t, t);
        }
    }

    private void read(SocketChannel channel) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(MOST_OF_A_TURN);
        if (channel.read(some) < 0) {
            throw new EOFException("The server closed the connection during the handshake");
        }
        raw.pushBack().add(some.flip());
    }

    /** Whoever still waits in it, to write, is woken. */
    @Override
    public void abandon() {
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
