package dev.prewarm.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * Of a client that does its TLS with an {@link SSLSocket}. What comes while it is parked is pushed back in front of the
 * socket, and fed to it in whole records; so it never waits for the rest of one.
 */
final class SocketSession implements TlsSession {
    /** RFC 8446, 5.2: beyond that it is none. */
    private static final int MOST_OF_A_RECORD = TlsRecords.HEADER + (1 << 14) + 256;

    private static final int ALERT = 21;
    private static final int APPLICATION_DATA = 23;

    private final SSLSocket socket;
    private final ChannelSocket ground;
    private final boolean digestsTickets;
    private final UnsolicitedInput unasked = new UnsolicitedInput();

    /** @param ground what the socket is layered over; parked */
    SocketSession(SSLSocket socket, ChannelSocket ground) {
        this.socket = socket;
        this.ground = ground;
        this.digestsTickets = socket.getSession().getProtocol().equals("TLSv1.3");
    }

    SSLSocket socket() {
        return socket;
    }

    ChannelSocket ground() {
        return ground;
    }

    @Override
    public SSLSession session() {
        return socket.getSession();
    }

    @Override
    public String applicationProtocol() {
        return socket.getApplicationProtocol();
    }

    @Override
    public Liveness look(SocketChannel channel, LookBuffers scratch) {
        PushBack came = ground.channel().pushBack();
        unasked.lookBegins();
        try {
            while (true) {
                // Also where nothing new has come: some servers send their tickets right behind the handshake.
                Liveness look = digest(came);
                if (look != Liveness.LIVE) {
                    return look;
                }
                if (unasked.isUsedUp()) {
                    return Liveness.FLOOD;
                }
                ByteBuffer net = scratch.net(0);
                int read = unasked.read(channel, net);
                if (read < 0) {
                    return Liveness.CLOSED;
                }
                if (read == 0) {
                    return came.isEmpty() ? Liveness.LIVE : Liveness.PARTIAL;
                }
                came.add(net.flip());
            }
        } catch (IOException | RuntimeException e) {
            return Liveness.CLOSED;
        }
    }

    private Liveness digest(PushBack came) {
        while (!came.isEmpty()) {
            int type = came.peek(0);
            if (!digestsTickets || type != APPLICATION_DATA) {
                return type == ALERT ? Liveness.CLOSED : Liveness.DATA;
            }
            int record = TlsRecords.first(came);
            if (came.size() >= TlsRecords.HEADER && record > MOST_OF_A_RECORD || !unasked.allowsRecord()) {
                return Liveness.FLOOD;
            }
            if (came.size() < record) {
                return Liveness.LIVE;
            }
            unasked.recordDigested();
            came.feed(record);
            Liveness look = readFed();
            if (look != Liveness.LIVE) {
                return look;
            }
        }
        return Liveness.LIVE;
    }

    private Liveness readFed() {
        try {
            return socket.getInputStream().read(new byte[1]) < 0 ? Liveness.CLOSED : Liveness.DATA;
        } catch (SocketTimeoutException e) {
            // Nothing in it for an application: a ticket.
            return Liveness.LIVE;
        } catch (IOException e) {
            // An alert, a key update: not for us to answer.
            return Liveness.DATA;
        }
    }

    @Override
    public void closeNotify(SocketChannel channel) throws IOException {
        ground.channel().leave();
        socket.shutdownOutput();
    }
}
