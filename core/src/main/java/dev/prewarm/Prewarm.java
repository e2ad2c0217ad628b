package dev.prewarm;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.Take;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.report.ClientList;
import dev.prewarm.report.Jmx;
import dev.prewarm.report.Snapshots;
import dev.prewarm.report.Status;
import dev.prewarm.report.StatusFile;
import dev.prewarm.report.StatusPublisher;
import dev.prewarm.wire.ClientCertificate;
import dev.prewarm.wire.Clock;
import dev.prewarm.wire.DaemonThreads;
import dev.prewarm.wire.Keeper;
import dev.prewarm.wire.TaskThread;
import dev.prewarm.wire.WarmConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;

/**
 * One pool of warm connections for all clients of this JVM: what the clients' seams call. Thread-safe; no method waits for
 * I/O, nor for a lock that is held during I/O.
 */
public final class Prewarm implements Snapshots {
    /** How long the JVM's shutdown waits, at most, for each lock and for the keeper. */
    private static final long SHUTDOWN_MILLIS = 10;

    /** RFC 9110, 15.5.9. */
    private static final int REQUEST_TIMEOUT = 408;

    private final Settings settings;
    private final ReentrantLock lock = new RoomyLock();
    private final Pool<WarmConnection> pool;
    private final Keeper keeper;
    private final Runnable beans;
    private final TaskThread reports = new TaskThread("prewarm-reports");
    private final Logger log;
    private final AtomicBoolean faultTold = new AtomicBoolean();
    private volatile StatusPublisher status;
    private volatile boolean seenAnswer;
    private long published = -1;

    /**
     * @param mayTouchManagement whether looking for the MBean server is harmless yet: it freezes the JVM's logging
     * @throws IOException if there is no selector to be had
     */
    public Prewarm(Settings settings, Logger log, BooleanSupplier mayTouchManagement) throws IOException {
        this.settings = settings;
        this.log = log;
        this.pool = new Pool<>(settings.maxTotal(), settings::forOrigin, new Random());
        this.beans = Jmx.updates(this, log);
        this.keeper = new Keeper(pool, lock, settings::forOrigin, log, () -> {
            changed();
            if (seenAnswer && mayTouchManagement.getAsBoolean()) {
                publish();
            }
        });
    }

    /** Aside: the platform's MBean server may have to be started first, which takes a while. */
    private void publish() {
        long generation = originsGeneration();
        if (generation != published) {
            reports.execute(beans);
            published = generation;
        }
    }

    /**
     * Before the start: a file is to show all this to its user ({@code status PID}).
     *
     * @param clients those that are found in this JVM
     */
    public void publishStatus(String version, ClientList clients) {
        Status all = new Status(version, settings.shown(), clients, this);
        status = new StatusPublisher(all, StatusFile.directory(), reports::schedule, Clock::now, log);
    }

    private void changed() {
        StatusPublisher publisher = status;
        if (publisher != null) {
            publisher.changed();
        }
    }

    /**
     * Sees to it that all is closed when the JVM ends, and starts the keeper.
     *
     * @throws IllegalStateException if it ends already; no thread is started then
     * @throws Error if there is no thread to be had
     */
    public void start() {
        Thread hook = DaemonThreads.thread(() -> stop(SHUTDOWN_MILLIS), "prewarm-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        keeper.start();
    }

    /**
     * Closes all that is parked, at once; takes go cold from then on. Waits for no peer, and for no lock, nor for the keeper,
     * longer than {@code patienceMillis}.
     */
    public void stop(long patienceMillis) {
        keeper.stop(patienceMillis);
        StatusPublisher publisher = status;
        try {
            if (publisher != null) {
                publisher.close(patienceMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether TLS to it is to be prepared so that it can be done ahead. */
    public boolean isTlsAhead(Origin origin) {
        OriginSettings own = settings.forOrigin(origin);
        if (!origin.isTls() || !own.tls()) {
            return false;
        }
        return own.mode() == Mode.NAMED || own.mode() == Mode.AUTO && isWorthwhile(origin);
    }

    private boolean isWorthwhile(Origin origin) {
        lock.lock();
        try {
            return pool.isWorthwhile(origin);
        } finally {
            lock.unlock();
        }
    }

    public OriginSettings settings(Origin origin) {
        return settings.forOrigin(origin);
    }

    /** Whether it is none of our business, by its user's word; if so, notes that it was asked for, for all to see. */
    public boolean leavesAlone(Origin origin) {
        if (settings.forOrigin(origin).mode() != Mode.EXCLUDED) {
            return false;
        }
        boolean news;
        lock.lock();
        try {
            news = pool.noted(origin);
        } finally {
            lock.unlock();
        }
        if (news) {
            changed();
            keeper.wakeUp();
        }
        return true;
    }

    /**
     * A client is about to connect.
     *
     * @param endpoint where to, resolved
     * @param recipe of its TLS; null without TLS, or if that is not to be done ahead. One that must not be followed now is
     *     taken for none, see {@link ConnectionAttempt#isByRecipe}
     * @param idempotent whether the client's own rule lets the request be sent twice
     * @param coldOnly the client is to open its own: this is a retry, or something about it is out of the ordinary
     * @return null if the origin is none of our business
     */
    public ConnectionAttempt take(
            Origin origin, InetSocketAddress endpoint, Recipe recipe, boolean idempotent, boolean coldOnly) {
        if (leavesAlone(origin) || endpoint.isUnresolved()) {
            return null;
        }
        changed();
        Mode mode = settings.forOrigin(origin).mode();
        String obstacle = obstacle(origin, recipe);
        Key key = new Key(origin, endpoint, obstacle == null ? recipe : null);
        boolean watchedOnly = coldOnly || mode == Mode.OBSERVED || SecurityManagers.isOneSet() || keeper.isOff();
        return watchedOnly ? ConnectionAttempt.cold(key, null) : take(key, idempotent, obstacle);
    }

    /** Why its TLS is the client's own business, whatever the recipe; null: it may be done ahead. */
    private String obstacle(Origin origin, Recipe recipe) {
        return recipe == null ? null : recipe.obstacle(settings.forOrigin(origin));
    }

    /**
     * A client is about to connect, and by which recipe shows only when it makes its handshake: this one it opens itself,
     * and {@link #identified} is told the recipe.
     *
     * @return null if the origin is none of our business
     */
    public ConnectionAttempt takeUnidentified(Origin origin, InetSocketAddress endpoint) {
        if (leavesAlone(origin) || endpoint.isUnresolved()) {
            return null;
        }
        changed();
        Key key = new Key(origin, endpoint, null);
        ObservedRequest observed;
        lock.lock();
        try {
            observed = pool.cold(Clock.now(), key);
        } finally {
            lock.unlock();
        }
        if (observed != null) {
            // It may be watched from now on, and what delays it is to be let go in time.
            keeper.wakeUp();
        }
        return ConnectionAttempt.awaitingRecipe(key, observed);
    }

    /** The client makes its handshake by this recipe. No effect on a flight that was told one before. */
    public void identified(ConnectionAttempt attempt, Recipe recipe) {
        Origin origin = attempt.key().origin();
        String obstacle = obstacle(origin, recipe);
        Key key = new Key(origin, attempt.key().endpoint(), obstacle == null ? recipe : null);
        if (!attempt.becomes(key)) {
            return;
        }
        lock.lock();
        try {
            pool.missed(Clock.now(), key);
            explain(key, obstacle);
        } finally {
            lock.unlock();
        }
        keeper.wakeUp();
    }

    /** Under the lock. */
    private void explain(Key key, String obstacle) {
        if (obstacle != null) {
            pool.warmsTcpOnly(key, obstacle);
        }
    }

    private ConnectionAttempt take(Key key, boolean idempotent, String obstacle) {
        Take<WarmConnection> take;
        lock.lock();
        try {
            take = pool.take(Clock.now(), Clock.wallNanos(), key, idempotent);
            explain(key, obstacle);
        } finally {
            lock.unlock();
        }
        if (take == null) {
            return ConnectionAttempt.cold(key, null);
        }
        try {
            take.trials().forEach(keeper::openNow);
            while (take.candidate() != null) {
                ConnectionAttempt attempt = handOver(key, take, idempotent);
                if (attempt != null) {
                    return attempt;
                }
                lock.lock();
                try {
                    take = pool.next(Clock.now(), take);
                } finally {
                    lock.unlock();
                }
            }
        } catch (RuntimeException | Error e) {
            // What it came up in is on its way out; the next one may fare no better.
            faulted(e);
        }
        ObservedRequest observed;
        lock.lock();
        try {
            observed = pool.miss(take);
        } finally {
            lock.unlock();
        }
        keeper.wakeUp();
        return ConnectionAttempt.cold(key, observed);
    }

    /** Null if the take's candidate is not fit to be handed over. */
    private ConnectionAttempt handOver(Key key, Take<WarmConnection> take, boolean idempotent) {
        if (!keeper.passesLastLook(take.candidate())) {
            return null;
        }
        WarmConnection warm = take.candidate().connection();
        ConnectionAttempt attempt;
        try {
            lock.lock();
            try {
                attempt = new ConnectionAttempt(key, warm, idempotent, pool.hit(Clock.now(), take));
            } finally {
                lock.unlock();
            }
        } catch (RuntimeException | Error e) {
            keeper.giveUp(take.candidate());
            throw e;
        }
        try {
            warm.handOver();
        } catch (RuntimeException | Error e) {
            givenUp(attempt, e);
        }
        return attempt;
    }

    /**
     * What a flight was handed could not be given to the client, or is of no use to it: it is no hit any more, and the client
     * opens its own. Whoever has claimed the connection closes it. No effect on other flights. Never throws.
     *
     * @param why null if nothing failed
     */
    public void givenUp(ConnectionAttempt attempt, Throwable why) {
        try {
            WarmConnection unclaimed = attempt.claim();
            if (unclaimed != null) {
                unclaimed.discard();
            }
            ObservedRequest observed = attempt.becomesCold();
            if (observed != null) {
                lock.lock();
                try {
                    pool.givenUp(attempt.key(), observed);
                } finally {
                    lock.unlock();
                }
                changed();
                keeper.wakeUp();
            }
            if (why instanceof IOException) {
                log.debug("{} was handed over in vain, the client opens its own", attempt.key(), why);
            } else if (why != null) {
                faulted(why);
            }
        } catch (Throwable t) {
            faulted(t);
        }
    }

    /** The connection that the client opened itself is ready for its request, TLS included. */
    public void connected(ConnectionAttempt attempt) {
        if (attempt.becomesConnected()) {
            lock.lock();
            try {
                pool.coldConnected(Clock.now(), attempt.key().origin(), attempt.since(), attempt.observed());
            } finally {
                lock.unlock();
            }
            keeper.wakeUp();
        }
    }

    /**
     * The head of an answer came: whoever sent it is who the client took it for.
     *
     * <p>A 408 that comes within two round trips on a warm connection may be the server's word on its silence, which met the
     * request on its way (RFC 9110, 15.5.9): where the request may be sent again, it is the end of a reused connection and no
     * answer. Later, the server had the request.
     *
     * @param status its status code
     * @param closes whether the server closes the connection after it
     * @param session the TLS session in which the client verified that; null without TLS
     * @return whether it is the answer to the request; if not, the client is to go by its rule for reused connections that
     *     end without one
     */
    public boolean answered(ConnectionAttempt attempt, int status, boolean closes, SSLSession session) {
        Object shown = session == null ? null : ClientCertificate.shownIn(session);
        boolean teaches = session != null && teaches(attempt, shown);
        changed();
        boolean first = attempt.becomesAnswered();
        boolean timedOut = first && attempt.isHit() && status == REQUEST_TIMEOUT && timedOut(attempt);
        if (timedOut && attempt.isRepeatable()) {
            return false;
        }
        boolean news;
        lock.lock();
        try {
            news = pool.answered(Clock.now(), attempt.key().origin(), closes, isRefusal(status), attempt.observed());
            if (first && teaches) {
                news |= pool.verified(attempt.key(), shown);
            }
        } finally {
            lock.unlock();
        }
        if (news || !seenAnswer) {
            seenAnswer = true;
            keeper.wakeUp();
        }
        return true;
    }

    /**
     * Whether others may make the handshake of this connection, too: a certificate of the client may have been chosen for this
     * very request, by thread or tenant, and the context may have been given other managers since.
     */
    private boolean teaches(ConnectionAttempt attempt, Object shown) {
        Key key = attempt.key();
        return key.recipe() != null
                && !attempt.isHit()
                && (shown == null || settings(key.origin()).clientCertWarm())
                && obstacle(key.origin(), key.recipe()) == null;
    }

    private boolean timedOut(ConnectionAttempt attempt) {
        boolean mayHaveCrossed;
        lock.lock();
        try {
            mayHaveCrossed =
                    pool.timedOut(Clock.now(), attempt.key(), attempt.since(), attempt.ageAtHit(), attempt.observed());
        } finally {
            lock.unlock();
        }
        keeper.wakeUp();
        return mayHaveCrossed;
    }

    /**
     * Whether the end of a connection that was handed over, which shows now, may have set out before the request arrived.
     * If not, the server had the request: it must not be sent again on account of the connection having been a warm one.
     */
    public boolean mayHaveCrossed(ConnectionAttempt attempt) {
        return mayHaveCrossed(attempt, Clock.now());
    }

    /** The same of an end that was read at that moment, on {@link Clock}. */
    public boolean mayHaveCrossed(ConnectionAttempt attempt, long endedAt) {
        lock.lock();
        try {
            return attempt.isHit() && pool.mayHaveCrossed(attempt.key(), attempt.until(endedAt));
        } finally {
            lock.unlock();
        }
    }

    /** 429 Too Many Requests (RFC 6585, 4), 503 Service Unavailable (RFC 9110, 15.6.4). */
    private static boolean isRefusal(int status) {
        return status == 429 || status == 503;
    }

    /** The connection ended without a byte of an answer. */
    public void died(ConnectionAttempt attempt) {
        if (attempt.becomesStale()) {
            lock.lock();
            try {
                pool.died(Clock.now(), attempt.key(), attempt.since(), attempt.ageAtHit(), attempt.observed());
            } finally {
                lock.unlock();
            }
            keeper.wakeUp();
        }
    }

    /** A seam has failed inside, and the client's connection is its own. Never throws. */
    public void faulted(Throwable fault) {
        if (faultTold.compareAndSet(false, true)) {
            log.warn(
                    "a fault inside Prewarm, the request goes the client's own way; further ones at level debug",
                    fault);
        } else {
            log.debug("a fault inside Prewarm", fault);
        }
    }

    @Override
    public Snapshot read() {
        lock.lock();
        try {
            return pool.read(Clock.now());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Snapshot read(Origin origin) {
        lock.lock();
        try {
            return pool.read(Clock.now(), origin);
        } finally {
            lock.unlock();
        }
    }

    /** Another number whenever {@link #origins} has changed. */
    public long originsGeneration() {
        lock.lock();
        try {
            return pool.generation();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Origin> origins() {
        lock.lock();
        try {
            return pool.origins();
        } finally {
            lock.unlock();
        }
    }
}
