package dev.prewarm.wire;

import java.nio.ByteBuffer;

/** Bytes that were read from a channel before anybody asked for them, in order. Not thread-safe. */
final class PushBack {
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int from;
    private int fed;

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return bytes.length - from;
    }

    /** The byte at this index, unsigned. */
    int peek(int index) {
        return bytes[from + index] & 0xff;
    }

    void add(ByteBuffer more) {
        byte[] all = new byte[size() + more.remaining()];
        System.arraycopy(bytes, from, all, 0, size());
        more.get(all, size(), more.remaining());
        bytes = all;
        from = 0;
    }

    int take(byte[] to, int offset, int length) {
        int taken = Math.min(length, size());
        System.arraycopy(bytes, from, to, offset, taken);
        from += taken;
        if (isEmpty()) {
            bytes = NOTHING;
            from = 0;
        }
        return taken;
    }

    /** Lets {@link #takeFed} have so many. */
    void feed(int count) {
        fed = count;
    }

    int takeFed(byte[] to, int offset, int length) {
        int taken = take(to, offset, Math.min(length, fed));
        fed -= taken;
        return taken;
    }
}
