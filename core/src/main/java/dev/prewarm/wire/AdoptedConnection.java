package dev.prewarm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;

/** The warm connection behind the face of a {@link WarmSocket}. */
final class AdoptedConnection {
    /** The longest alert of TLS there is (close_notify, with CBC and SHA-384): no answer is as short in a record. */
    private static final int ALERT = 85;

    private final WarmConnection warm;

    /** Shared with the TLS that was made over it ahead, if any. */
    final ChannelSocket socket;

    final InetSocketAddress remote;

    /** Null if what is read and written needs no look. */
    private final ReplayableHandshake first;

    private final boolean isForTls;

    /**
     * From now on it is the client's.
     *
     * @param isForTls whether TLS is made over it: ahead, or by the client, which then begins with its own handshake
     */
    AdoptedConnection(WarmSocket face, WarmConnection warm, InetSocketAddress remote, boolean isForTls)
            throws IOException {
        this.warm = warm;
        this.remote = remote;
        this.socket = warm.socket(remote);
        boolean plain = warm.sslSocket() == null;
        this.isForTls = isForTls;
        this.first = isForTls && plain
                ? new ReplayableHandshake(face, socket.getInputStream(), socket.getOutputStream())
                : null;
        channel().handOver();
        if (plain) {
            channel().expectNothing();
        }
    }

    BlockingChannel channel() {
        return socket.channel();
    }

    /** Whether its client has closed it by a stream, or has interrupted it. */
    boolean isClosedByClient() {
        return channel().isClosedByInterrupt() || warm.sslSocket() == null && socket.isClosed();
    }

    /** Whether its peer has said more than its goodbye. */
    boolean isSpokenOn() {
        return channel().received() > (isForTls ? ALERT : 0);
    }

    /** Closes it, unused. Never throws. */
    void discard() {
        try {
            channel().close();
        } catch (IOException e) {
            // It is gone either way.
        }
        warm.discard();
    }

    InputStream input() throws IOException {
        InputStream plain = socket.getInputStream();
        return first == null ? plain : first.input();
    }

    OutputStream output() throws IOException {
        OutputStream plain = socket.getOutputStream();
        return first == null ? plain : first.output();
    }
}
