package dev.prewarm.wire;

import dev.prewarm.pool.Eviction;
import dev.prewarm.pool.PoolEntry;

/** Looks at parked connections, and sees to what becomes of them: the keeper when there is input, takers before they take. */
final class ParkedConnections {
    private final SharedPool pool;
    private final EventLoop loop;
    private final Closer closer;
    private final LookBuffers buffers = new LookBuffers();
    private volatile boolean off;

    ParkedConnections(SharedPool pool, EventLoop loop, Closer closer) {
        this.pool = pool;
        this.loop = loop;
        this.closer = closer;
    }

    /** The keeper has ended for good: nobody closes anything any more but whoever comes upon it. */
    void switchOff() {
        off = true;
    }

    /** After too many faults: nothing is held, and takes need not ask. Any thread. */
    boolean isOff() {
        return off;
    }

    /** Input on a parked connection. Keeper thread only. */
    void look(PoolEntry<WarmConnection> entry, WarmConnection warm) {
        if (!pool.checkOut(entry, warm)) {
            return;
        }
        Liveness found = Liveness.BROKEN;
        Throwable fault = null;
        try {
            found = warm.look(buffers);
        } catch (Error e) {
            fault = e;
        }
        Eviction<WarmConnection> eviction = pool.settle(entry, found);
        if (eviction != null) {
            closer.close(eviction);
        }
        if (fault != null) {
            closer.faultWithin(fault);
        }
    }

    /**
     * A taker's last look at what it has checked out, in its own thread.
     *
     * @return whether it may be handed over; if not it is back in the pool, or on its way out
     * @throws Error that came up in the look; it is on its way out then, too
     */
    boolean passesLastLook(PoolEntry<WarmConnection> entry) {
        Liveness found = Liveness.BROKEN;
        try {
            found = entry.connection().lastLook();
        } finally {
            if (found != Liveness.LIVE) {
                settleAside(entry, found);
            }
        }
        return found == Liveness.LIVE;
    }

    private void settleAside(PoolEntry<WarmConnection> entry, Liveness found) {
        Eviction<WarmConnection> eviction = pool.settle(entry, found);
        if (eviction == null) {
            loop.wakeUp();
        } else if (off) {
            loop.closeQuietly(entry.connection().channel());
        } else {
            closer.closeAside(eviction);
        }
    }

    /** A taker can't hand over what it has checked out after all, by an error of ours. Needs no memory. */
    void giveUp(PoolEntry<WarmConnection> entry) {
        loop.closeQuietly(entry.connection().channel());
        pool.giveUp(entry);
    }

    /** Closes it here and now unless it is a taker's, or a client's. Needs no memory. */
    void drop(PoolEntry<WarmConnection> entry, WarmConnection warm) {
        if (pool.isGone(entry)) {
            loop.closeQuietly(warm.channel());
        }
    }
}
