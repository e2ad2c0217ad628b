package dev.prewarm.wire;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Is only taken where the thread's stack has room for what is done under it, and for a look at a connection: a
 * StackOverflowError, for which the application may have a remedy, comes before anything is changed and not in the midst.
 */
class RoomyLock extends ReentrantLock implements AutoCloseable {
    private static final long serialVersionUID = 1;

    /** 16 KB where it is compiled, and 60 KB where it is not, as the frames of what follows would be larger, too. */
    private static final int FRAMES = 400;

    @Override
    public void lock() {
        descend(FRAMES, 0, 1, 2);
        super.lock();
    }

    /** For a try that gives it back. */
    final RoomyLock hold() {
        lock();
        return this;
    }

    @Override
    public final void close() {
        unlock();
    }

    /** Whatever it needs after its call is kept in its frame. */
    private static long descend(int frames, long a, long b, long c) {
        return frames == 0 ? a : descend(frames - 1, b + 1, c ^ frames, a) + a + b + c;
    }
}
