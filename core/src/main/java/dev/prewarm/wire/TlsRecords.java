package dev.prewarm.wire;

/** Where the records of TLS begin and end (RFC 8446, 5.1). */
final class TlsRecords {
    static final int HEADER = 5;
    private static final int LENGTH_AT = 3;

    /** RFC 8446, 5.2, and for TLS 1.2 RFC 5246, 6.2.3: beyond that it is none. */
    private static final int LONGEST = HEADER + (1 << 14) + 2048;

    private TlsRecords() {}

    /** How many bytes the first record has, come or not; {@link Integer#MAX_VALUE} if that can't be seen yet. */
    static int first(PushBack came) {
        return at(came, 0);
    }

    private static int at(PushBack came, int start) {
        return came.size() - start < HEADER
                ? Integer.MAX_VALUE
                : HEADER + (came.peek(start + LENGTH_AT) << Byte.SIZE | came.peek(start + LENGTH_AT + 1));
    }

    /** How many bytes of what came are whole records; all, if it is no TLS. */
    static int whole(PushBack came) {
        int end = 0;
        for (int record = at(came, 0); record <= came.size() - end; record = at(came, end)) {
            end += record;
        }
        return at(came, end) != Integer.MAX_VALUE && at(came, end) > LONGEST ? came.size() : end;
    }
}
