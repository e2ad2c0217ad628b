package dev.prewarm.wire;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.Eviction;
import dev.prewarm.pool.PoolEntry;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.status.Wording;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;

/** Begins to open what the pool wants, and tells it what came of it. Keeper thread only, but for {@link #openNow}. */
final class Openings {
    private final SharedPool pool;
    private final EventLoop loop;
    private final ParkedConnections parked;
    private final Closer closer;
    private final Function<Origin, OriginSettings> settings;
    private final Logger log;
    private final TaskThreads tasks = new TaskThreads();
    private final SlowRecipes slowRecipes = new SlowRecipes();

    Openings(
            SharedPool pool,
            EventLoop loop,
            ParkedConnections parked,
            Closer closer,
            Function<Origin, OriginSettings> settings,
            Logger log) {
        this.pool = pool;
        this.loop = loop;
        this.parked = parked;
        this.closer = closer;
        this.settings = settings;
        this.log = log;
    }

    void open(PoolEntry<WarmConnection> entry) {
        Opening opening;
        try {
            opening = opening(entry);
        } catch (RuntimeException | Error e) {
            failed(entry, e);
            return;
        }
        opening.begin();
    }

    /** From a client's thread: the first packet leaves before this returns. Waits for nothing. */
    void openNow(PoolEntry<WarmConnection> entry) {
        Opening opening = null;
        try {
            opening = opening(entry);
            opening.connect();
            loop.submit(opening::begin);
        } catch (IOException | RuntimeException | Error e) {
            if (opening != null) {
                opening.closeUnbegun();
            }
            failedAside(entry, e);
        }
    }

    private Opening opening(PoolEntry<WarmConnection> entry) {
        return new Opening(this, loop, parked, entry, settings.apply(entry.key().origin()));
    }

    private void failedAside(PoolEntry<WarmConnection> entry, Throwable why) {
        try {
            failed(entry, why);
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

    void opened(PoolEntry<WarmConnection> entry, WarmConnection warm, long connectNanos, long leadNanos) {
        Eviction<WarmConnection> unwanted = pool.opened(entry, warm, connectNanos, leadNanos);
        log.debug("opened ahead: {} in {} us", entry.key(), leadNanos / 1000);
        if (unwanted != null) {
            closer.close(unwanted);
        }
    }

    void failed(PoolEntry<WarmConnection> entry, Throwable why) {
        Exhaustion want = Exhaustion.behind(why);
        boolean pressed = pool.failed(entry, Wording.of(why), isLikeHarm(why), want);
        log.debug("not opened ahead: {}", entry.key(), why);
        if (pressed) {
            log.warn(
                    "out of descriptors or ports ({}): half of what is parked is closed, nothing is opened for now",
                    Wording.of(why));
        }
        if (want == Exhaustion.MEMORY) {
            throw (OutOfMemoryError) why;
        }
    }

    /** Reset, or not answered: what a server does that has no worker left. */
    private static boolean isLikeHarm(Throwable why) {
        return why instanceof SocketTimeoutException || why.getClass() == SocketException.class;
    }

    /** It took too long, and all of that on this side. */
    void delayed(PoolEntry<WarmConnection> entry) {
        pool.delayed(entry);
        log.debug("not opened ahead: {}, no thread was free for its handshake in time", entry.key());
    }

    void unusable(PoolEntry<WarmConnection> entry, String why) {
        if (pool.unusable(entry)) {
            log.info("{} is not warmed for one client: {}", entry.key().origin(), why);
        }
    }
}
