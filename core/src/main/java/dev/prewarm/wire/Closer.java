package dev.prewarm.wire;

import dev.prewarm.jfr.FlightEvents;
import dev.prewarm.pool.Eviction;
import java.util.List;
import org.slf4j.Logger;

/** Closes what has left the pool unused: with goodbye, or at once where nobody is waited for any more. */
final class Closer {
    private static final String CLOSED_BY_ERROR = "internal error in a pre-warmed connection, closed it";

    private final EventLoop loop;
    private final LookBuffers buffers = new LookBuffers();
    private final FlightEvents events;
    private final Logger log;
    private boolean faultTold;
    private boolean isHurried;

    Closer(EventLoop loop, FlightEvents events, Logger log) {
        this.loop = loop;
        this.events = events;
        this.log = log;
    }

    /** From now on no peer is waited for. Keeper thread only. */
    void hurry() {
        isHurried = true;
    }

    /** Keeper thread only. */
    void close(Eviction<WarmConnection> eviction) {
        log.debug("evicted: {} ({})", eviction.key(), eviction.reason().label());
        tell(eviction);
        try {
            if (isHurried) {
                eviction.connection().closeAtOnce(buffers);
            } else {
                eviction.connection().close(buffers);
            }
        } catch (RuntimeException | Error e) {
            loop.closeQuietly(eviction.connection().channel());
            faultWithin(e);
        }
    }

    /** In the keeper's thread, soon. Any thread. */
    void closeAside(Eviction<WarmConnection> eviction) {
        try {
            loop.submit(() -> close(eviction));
        } catch (Error e) {
            loop.closeQuietly(eviction.connection().channel());
            throw e;
        }
    }

    /** Here and now, with FIN. Any thread. */
    void closeAtOnce(List<Eviction<WarmConnection>> evictions) {
        LookBuffers own = new LookBuffers();
        for (Eviction<WarmConnection> eviction : evictions) {
            try {
                eviction.connection().closeAtOnce(own);
            } catch (RuntimeException | Error e) {
                // Not the others' business.
                loop.closeQuietly(eviction.connection().channel());
            }
        }
        for (Eviction<WarmConnection> eviction : evictions) {
            tell(eviction);
        }
    }

    private void tell(Eviction<WarmConnection> eviction) {
        events.evicted(eviction.key(), eviction.reason(), eviction.connection().age());
    }

    /** An error within one connection, which is closed. Keeper thread only. */
    void faultWithin(Throwable fault) {
        fault(CLOSED_BY_ERROR, fault);
    }

    /**
     * An error that has done its harm. Keeper thread only.
     *
     * @throws OutOfMemoryError the same, if it is for want of memory: what else is held must go, too
     */
    void fault(String what, Throwable fault) {
        if (Exhaustion.behind(fault) == Exhaustion.MEMORY) {
            throw (OutOfMemoryError) fault;
        }
        if (faultTold) {
            log.debug(what, fault);
        } else {
            faultTold = true;
            log.warn("{}; further ones are logged at debug", what, fault);
        }
    }
}
