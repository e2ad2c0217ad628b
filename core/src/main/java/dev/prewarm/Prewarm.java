package dev.prewarm;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.Reading;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.Take;
import dev.prewarm.pool.Witness;
import dev.prewarm.report.Beans;
import dev.prewarm.report.ClientList;
import dev.prewarm.report.Readings;
import dev.prewarm.report.Status;
import dev.prewarm.report.StatusFile;
import dev.prewarm.report.StatusPublisher;
import dev.prewarm.wire.Clock;
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
public final class Prewarm implements Readings {
    /** How long the JVM's shutdown waits for peers to end their side: a round trip, generously. */
    private static final long SHUTDOWN_MILLIS = 500;

    /** RFC 9110, 15.5.9. */
    private static final int REQUEST_TIMEOUT = 408;

    private final Settings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Pool<WarmConnection> pool;
    private final Keeper keeper;
    private final Beans beans;
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
        this.beans = new Beans(this, log);
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
            published = generation;
            reports.execute(beans::update);
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

    /** Starts the keeper, and sees to it that all is closed when the JVM ends. */
    public void start() {
        keeper.start();
        Thread hook = new Thread(null, () -> stop(SHUTDOWN_MILLIS), "prewarm-shutdown", 0, false);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Closes all that is parked, and waits for it no longer than {@code patienceMillis}; takes go cold from then on. */
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
     * @param recipe of its TLS; null without TLS, or if that is not to be done ahead
     * @param idempotent whether the client's own rule lets the request be sent twice
     * @param coldOnly the client is to open its own: this is a retry, or something about it is out of the ordinary
     * @return null if the origin is none of our business
     */
    public Flight depart(
            Origin origin, InetSocketAddress endpoint, Recipe recipe, boolean idempotent, boolean coldOnly) {
        if (leavesAlone(origin) || endpoint.isUnresolved()) {
            return null;
        }
        changed();
        Mode mode = settings.forOrigin(origin).mode();
        Key key = new Key(origin, endpoint, recipe);
        boolean watchedOnly = coldOnly || mode == Mode.OBSERVED || SecurityManagers.isOneSet();
        return watchedOnly ? Flight.cold(key, null) : take(key, idempotent);
    }

    /**
     * A client is about to connect, and by which recipe shows only when it makes its handshake: this one it opens itself,
     * and {@link #identified} is told the recipe.
     *
     * @return null if the origin is none of our business
     */
    public Flight departUnidentified(Origin origin, InetSocketAddress endpoint) {
        if (leavesAlone(origin) || endpoint.isUnresolved()) {
            return null;
        }
        changed();
        Key key = new Key(origin, endpoint, null);
        Witness witness;
        lock.lock();
        try {
            witness = pool.cold(Clock.now(), key);
        } finally {
            lock.unlock();
        }
        if (witness != null) {
            // It may be watched from now on, and what delays it is to be let go in time.
            keeper.wakeUp();
        }
        return Flight.awaitingRecipe(key, witness);
    }

    /** The client makes its handshake by this recipe. No effect on a flight that was told one before. */
    public void identified(Flight flight, Recipe recipe) {
        Key key = new Key(flight.key().origin(), flight.key().endpoint(), recipe);
        if (!flight.becomes(key)) {
            return;
        }
        lock.lock();
        try {
            pool.missed(Clock.now(), key);
        } finally {
            lock.unlock();
        }
        keeper.wakeUp();
    }

    private Flight take(Key key, boolean idempotent) {
        Take<WarmConnection> take;
        lock.lock();
        try {
            take = pool.take(Clock.now(), Clock.wallNanos(), key, idempotent);
        } finally {
            lock.unlock();
        }
        if (take == null) {
            return Flight.cold(key, null);
        }
        take.trials().forEach(keeper::openNow);
        while (take.candidate() != null && !keeper.passesLastLook(take.candidate())) {
            lock.lock();
            try {
                take = pool.next(Clock.now(), take);
            } finally {
                lock.unlock();
            }
        }
        WarmConnection warm = take.candidate() == null ? null : take.candidate().connection();
        Witness witness;
        lock.lock();
        try {
            witness = warm == null ? pool.miss(take) : pool.hit(Clock.now(), take);
        } finally {
            lock.unlock();
        }
        if (warm == null) {
            keeper.wakeUp();
        } else {
            warm.handOver();
        }
        return new Flight(key, warm, idempotent, witness);
    }

    /** The connection that the client opened itself is ready for its request, TLS included. */
    public void connected(Flight flight) {
        if (flight.becomesConnected()) {
            lock.lock();
            try {
                pool.coldConnected(Clock.now(), flight.key().origin(), flight.since(), flight.witness());
            } finally {
                lock.unlock();
            }
            keeper.wakeUp();
        }
    }

    /**
     * The head of an answer came: whoever sent it is who the client took it for.
     *
     * <p>A 408 that comes at once on a warm connection may be the server's word on its silence, which met the request on its
     * way (RFC 9110, 15.5.9): where the request may be sent again, it is the end of a reused connection and no answer.
     *
     * @param status its status code
     * @param closes whether the server closes the connection after it
     * @param session the TLS session in which the client verified that; null without TLS
     * @return whether it is the answer to the request; if not, the client is to go by its rule for reused connections that
     *     end without one
     */
    public boolean answered(Flight flight, int status, boolean closes, SSLSession session) {
        // A certificate of the client may have been chosen for this very request, by thread or tenant.
        boolean teaches = session != null
                && (session.getLocalCertificates() == null
                        || settings(flight.key().origin()).clientCertWarm());
        changed();
        boolean first = flight.becomesAnswered();
        boolean timedOut = first && flight.isHit() && status == REQUEST_TIMEOUT && timedOut(flight);
        if (timedOut && flight.isRepeatable()) {
            return false;
        }
        boolean news;
        lock.lock();
        try {
            news = pool.answered(Clock.now(), flight.key().origin(), closes, isRefusal(status), flight.witness());
            if (first && teaches && flight.key().recipe() != null) {
                news |= pool.verified(flight.key());
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

    private boolean timedOut(Flight flight) {
        boolean early;
        lock.lock();
        try {
            early = pool.timedOut(Clock.now(), flight.key(), flight.since(), flight.ageAtHit(), flight.witness());
        } finally {
            lock.unlock();
        }
        if (early) {
            keeper.wakeUp();
        }
        return early;
    }

    /**
     * Whether the end of a connection that was handed over, which shows now, may have set out before the request arrived.
     * If not, the server had the request: it must not be sent again on account of the connection having been a warm one.
     */
    public boolean mayHaveCrossed(Flight flight) {
        lock.lock();
        try {
            return flight.isHit() && pool.mayHaveCrossed(flight.key(), flight.since());
        } finally {
            lock.unlock();
        }
    }

    /** 429 Too Many Requests (RFC 6585, 4), 503 Service Unavailable (RFC 9110, 15.6.4). */
    private static boolean isRefusal(int status) {
        return status == 429 || status == 503;
    }

    /** The connection ended without a byte of an answer. */
    public void died(Flight flight) {
        if (flight.becomesStale()) {
            lock.lock();
            try {
                pool.died(Clock.now(), flight.key(), flight.since(), flight.ageAtHit(), flight.witness());
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
    public Reading read() {
        lock.lock();
        try {
            return pool.read(Clock.now());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Reading read(Origin origin) {
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
