package dev.prewarm.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * What a peer may say on a connection on which it was asked nothing: some session tickets, of a few hundred bytes each. Whoever
 * says more is not listened to, or it could keep the keeper, or a taker, for as long as it likes. Not thread-safe.
 */
final class UnsolicitedInput {
    /** Bytes of one look; of a connection that is on its way out, in all. */
    static final int MOST_AT_ONCE = 16 * 1024;

    private static final int MOST_RECORDS_AT_ONCE = 8;
    private static final int MOST_IN_ALL = 64 * 1024;

    private int inAll;
    private int atOnce;
    private int records;

    void lookBegins() {
        atOnce = 0;
        records = 0;
    }

    /** As the channel's own, but of no more than is still allowed. */
    int read(SocketChannel channel, ByteBuffer to) throws IOException {
        int allowed = Math.min(MOST_AT_ONCE - atOnce, MOST_IN_ALL - inAll);
        to.limit(Math.min(to.limit(), to.position() + allowed));
        int read = channel.read(to);
        if (read > 0) {
            atOnce += read;
            inAll += read;
        }
        return read;
    }

    /** Whether another TLS record may be digested. */
    boolean allowsRecord() {
        return records < MOST_RECORDS_AT_ONCE;
    }

    void recordDigested() {
        records++;
    }

    /** Whether nothing more may be read. */
    boolean isUsedUp() {
        return atOnce >= MOST_AT_ONCE || inAll >= MOST_IN_ALL;
    }
}
