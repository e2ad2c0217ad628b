package dev.prewarm.wire;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.jfr.FlightEvents;
import dev.prewarm.jfr.OpenEvent;
import dev.prewarm.pool.Eviction;
import dev.prewarm.pool.OpeningFailure;
import dev.prewarm.pool.PoolEntry;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.Wording;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * Begins to open what the pool wants, and tells it what came of it. Keeper thread only, but for {@link #openNow} and {@link
 * #breakOff}.
 */
final class Openings {
    private static final String NO_THREAD = "no thread was free for its handshake in time";
    private static final String MADE_WAY = "it made way for a client's own connection";

    private final SharedPool pool;
    private final EventLoop loop;
    private final ParkedConnections parked;
    private final Closer closer;
    private final Function<Origin, OriginSettings> settings;
    private final FlightEvents events;
    private final Logger log;
    private final TaskThreads tasks = new TaskThreads();
    private final Deque<Opening> held = new ArrayDeque<>();
    private final Map<PoolEntry<WarmConnection>, Opening> underWay = new ConcurrentHashMap<>();
    private final SlowRecipes slowRecipes = new SlowRecipes();

    Openings(
            SharedPool pool,
            EventLoop loop,
            ParkedConnections parked,
            Closer closer,
            Function<Origin, OriginSettings> settings,
            FlightEvents events,
            Logger log) {
        this.pool = pool;
        this.loop = loop;
        this.parked = parked;
        this.closer = closer;
        this.settings = settings;
        this.events = events;
        this.log = log;
    }

    void open(PoolEntry<WarmConnection> entry) {
        OpenEvent begun = events.open();
        Opening opening;
        try {
            opening = opening(entry, begun);
        } catch (RuntimeException | Error e) {
            failed(entry, begun, e);
            return;
        }
        underWay.put(entry, opening);
        if (entry.isWithdrawn()) {
            underWay.remove(entry);
            brokenOff(entry, begun);
            return;
        }
        if (entry.key().recipe() != null && (tasks.areBehind() || !held.isEmpty())) {
            opening.hold();
            held.add(opening);
        } else {
            opening.begin();
        }
    }

    /** No packet of another is sent while a handshake that is under way waits for a processor: it would be later still. */
    void goOn() {
        while (!held.isEmpty() && !tasks.areBehind()) {
            Opening next = held.remove();
            if (!next.isOver()) {
                next.begin();
            }
        }
    }

    /** The pool has withdrawn it. Any thread. */
    void breakOff(PoolEntry<WarmConnection> entry) {
        Opening opening = underWay.get(entry);
        if (opening != null) {
            opening.breakOff();
        }
    }

    void over(PoolEntry<WarmConnection> entry) {
        underWay.remove(entry);
    }

    /** What is held was given up. */
    void forgetHeld() {
        held.clear();
    }

    /** From a client's thread: the first packet leaves before this returns. Waits for nothing. */
    void openNow(PoolEntry<WarmConnection> entry) {
        OpenEvent begun = events.open();
        Opening opening = null;
        try {
            opening = opening(entry, begun);
            opening.connect();
            loop.submit(opening::begin);
        } catch (IOException | RuntimeException | Error e) {
            if (opening != null) {
                opening.closeUnbegun();
            }
            failedAside(entry, begun, e);
        }
    }

    private Opening opening(PoolEntry<WarmConnection> entry, OpenEvent begun) {
        return new Opening(this, loop, parked, entry, settings.apply(entry.key().origin()), begun);
    }

    private void failedAside(PoolEntry<WarmConnection> entry, OpenEvent begun, Throwable why) {
        try {
            failed(entry, begun, why);
            loop.wakeUp();
        } catch (OutOfMemoryError e) {
            // What lacks memory is the keeper's to let go of, when it finds out.
        }
    }

    TaskThreads tasks() {
        return tasks;
    }

    SlowRecipes slowRecipes() {
        return slowRecipes;
    }

    /** {@link Keeper#obstacle}. */
    String obstacle(Recipe recipe, OriginSettings own) {
        return slowRecipes.contains(recipe) ? SlowRecipes.OBSTACLE : recipe.obstacle(own);
    }

    void opened(
            PoolEntry<WarmConnection> entry, OpenEvent begun, WarmConnection warm, long connectNanos, long leadNanos) {
        Eviction<WarmConnection> unwanted = pool.opened(entry, warm, connectNanos, leadNanos);
        log.debug("opened ahead: {} in {} us", entry.key(), leadNanos / 1000);
        boolean isTls = entry.key().recipe() != null;
        events.opened(begun, entry.key(), connectNanos, isTls ? leadNanos - connectNanos : FlightEvents.NONE);
        if (unwanted != null) {
            closer.close(unwanted);
        }
    }

    void failed(PoolEntry<WarmConnection> entry, OpenEvent begun, Throwable why) {
        if (entry.isWithdrawn()) {
            brokenOff(entry, begun);
            return;
        }
        Exhaustion want = Exhaustion.behind(why);
        String said = Wording.of(why);
        boolean pressed = pool.failed(entry, said, kindOf(why), want);
        log.debug("not opened ahead: {}", entry.key(), why);
        events.notOpened(begun, entry.key(), said);
        if (pressed) {
            log.warn(
                    "out of file descriptors or ports ({}): closed half of the idle connections, opening paused for 10 s",
                    said);
        }
        if (want == Exhaustion.MEMORY) {
            throw (OutOfMemoryError) why;
        }
    }

    private static OpeningFailure kindOf(Throwable why) {
        if (why instanceof SocketTimeoutException) {
            return OpeningFailure.TIMED_OUT;
        }
        boolean isRefusal = why.getClass() == SocketException.class
                || why.getClass() == ConnectException.class
                || why instanceof EOFException;
        return isRefusal ? OpeningFailure.REFUSED : OpeningFailure.OTHER;
    }

    /** It took too long, and all of that on this side. */
    void delayed(PoolEntry<WarmConnection> entry, OpenEvent begun) {
        pool.delayed(entry);
        log.debug("not opened ahead: {}, {}", entry.key(), NO_THREAD);
        events.notOpened(begun, entry.key(), NO_THREAD);
    }

    void brokenOff(PoolEntry<WarmConnection> entry, OpenEvent begun) {
        log.debug("not opened ahead: {}, {}", entry.key(), MADE_WAY);
        events.brokenOff(begun, entry.key(), MADE_WAY);
        events.evicted(entry.key(), EvictReason.SURPLUS, FlightEvents.NONE);
    }

    void unusable(PoolEntry<WarmConnection> entry, OpenEvent begun, String why) {
        if (pool.unusable(entry)) {
            log.info("{} is not warmed for one client: {}", entry.key().origin(), why);
        }
        events.notOpened(begun, entry.key(), why);
    }
}
