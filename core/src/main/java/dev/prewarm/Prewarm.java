package dev.prewarm;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.Take;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.wire.ClientCertificate;
import dev.prewarm.wire.Clock;
import dev.prewarm.wire.Keeper;
import dev.prewarm.wire.SharedPool;
import dev.prewarm.wire.SocketRule;
import dev.prewarm.wire.WarmConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;

/**
 * What the clients' seams call: one pool of warm connections for all clients of this JVM. Thread-safe; no method waits for
 * I/O, nor for a lock that is held during I/O.
 */
public final class Prewarm {
    /** RFC 9110, 15.2.2: the request is answered, and the connection goes on in another protocol. */
    private static final int SWITCHING_PROTOCOLS = 101;

    /** Lower ones only announce the final answer (RFC 9110, 15.2). */
    private static final int FINAL = 200;

    /** After its answer: a connection that ends so soon was not kept. */
    private static final long AT_ONCE = TimeUnit.SECONDS.toNanos(1);

    /** RFC 9110, 15.5.9. */
    private static final int REQUEST_TIMEOUT = 408;

    private final Settings settings;
    private final SharedPool pool;
    private final Keeper keeper;
    private final Reports reports;
    private final Logger log;
    private final AtomicBoolean faultTold = new AtomicBoolean();

    Prewarm(Settings settings, SharedPool pool, Keeper keeper, Reports reports, Logger log) {
        this.settings = settings;
        this.pool = pool;
        this.keeper = keeper;
        this.reports = reports;
        this.log = log;
    }

    /** A client is about to connect to it, or may be. */
    public Target target(Origin origin) {
        return new Target(origin, settings.forOrigin(origin));
    }

    /** Whether TLS to it is to be prepared so that it can be done ahead. */
    public boolean isTlsAhead(Target target) {
        OriginSettings own = target.settings();
        if (!target.origin().isTls() || !own.tls()) {
            return false;
        }
        return own.mode() == Mode.NAMED || own.mode() == Mode.AUTO && pool.isWorthwhile(target.origin());
    }

    /** Whether it is none of our business, by its user's word; if so, notes that it was asked for, for all to see. */
    public boolean leavesAlone(Target target) {
        if (target.settings().mode() != Mode.EXCLUDED) {
            return false;
        }
        if (pool.noted(target.origin())) {
            reports.changed();
        }
        return true;
    }

    /**
     * Whether the sockets of this JVM lead to it in another way than a channel does. If so, nothing is opened ahead to it from
     * then on, and what is parked is closed.
     */
    public boolean leadsElsewhere(Target target) {
        String obstacle = SecurityManagers.isOneSet() ? null : SocketRule.obstacle();
        if (obstacle != null) {
            bar(target, obstacle);
        }
        return obstacle != null;
    }

    private void bar(Target target, String why) {
        pool.bar(target.origin(), why);
        reports.changed();
    }

    /** Whether a client that is about to connect to it is none of our business. */
    private boolean isNotOurs(Target target, InetSocketAddress endpoint) {
        if (leavesAlone(target) || endpoint.isUnresolved()) {
            return true;
        }
        reports.changed();
        if (SecurityManagers.isOneSet()) {
            bar(target, "a SecurityManager is set, whose checks of connects a warm connection would not meet");
        }
        return false;
    }

    /**
     * A client is about to connect.
     *
     * @param endpoint where to, resolved
     * @param recipe of its TLS; null without TLS, or if that is not to be done ahead. One that must not be followed now is
     *     taken for none, see {@link ConnectionAttempt#isByRecipe}
     * @param repetition of its request
     * @return null if the origin is none of our business
     */
    public ConnectionAttempt take(Target target, InetSocketAddress endpoint, Recipe recipe, Repetition repetition) {
        if (isNotOurs(target, endpoint)) {
            return null;
        }
        OriginSettings own = target.settings();
        String obstacle = obstacle(recipe, own);
        Key key = new Key(target.origin(), endpoint, obstacle == null ? recipe : null);
        boolean isObserved = own.mode() == Mode.OBSERVED || keeper.isOff();
        return isObserved ? ConnectionAttempt.cold(key, own, null) : take(key, own, repetition, obstacle);
    }

    /**
     * A client is about to connect, and is to open its own: this is a retry, or something about it is out of the ordinary.
     * Like any other it shows how the upstream serves requests beside what is parked.
     *
     * @param recipe as for {@link #take}
     * @return null if the origin is none of our business
     */
    public ConnectionAttempt cold(Target target, InetSocketAddress endpoint, Recipe recipe) {
        if (isNotOurs(target, endpoint)) {
            return null;
        }
        OriginSettings own = target.settings();
        Key key = new Key(target.origin(), endpoint, obstacle(recipe, own) == null ? recipe : null);
        return ConnectionAttempt.cold(key, own, pool.cold(key));
    }

    /** Why its TLS is the client's own business, whatever the recipe; null: it may be done ahead. */
    private String obstacle(Recipe recipe, OriginSettings own) {
        return recipe == null ? null : keeper.obstacle(recipe, own);
    }

    /**
     * A client is about to connect, and by which recipe shows only when it makes its handshake: this one it opens itself,
     * and {@link #identified} is told the recipe.
     *
     * @return null if the origin is none of our business
     */
    public ConnectionAttempt takeUnidentified(Target target, InetSocketAddress endpoint) {
        if (isNotOurs(target, endpoint)) {
            return null;
        }
        Key key = new Key(target.origin(), endpoint, null);
        return ConnectionAttempt.awaitingRecipe(key, target.settings(), pool.cold(key));
    }

    /** The client makes its handshake by this recipe. No effect on an attempt that was told one before. */
    public void identified(ConnectionAttempt attempt, Recipe recipe) {
        String obstacle = obstacle(recipe, attempt.settings());
        Key key = new Key(attempt.key().origin(), attempt.key().endpoint(), obstacle == null ? recipe : null);
        if (attempt.becomes(key)) {
            pool.missed(key, obstacle);
        }
    }

    private ConnectionAttempt take(Key key, OriginSettings own, Repetition repetition, String obstacle) {
        Take<WarmConnection> take = pool.take(key, repetition.mayBeRisked(), obstacle);
        if (take == null) {
            return ConnectionAttempt.cold(key, own, null);
        }
        try {
            take.trials().forEach(keeper::openNow);
            while (take.candidate() != null) {
                ConnectionAttempt attempt = handOver(key, own, take, repetition);
                if (attempt != null) {
                    return attempt;
                }
                take = pool.next(take);
            }
        } catch (RuntimeException | Error e) {
            // What it came up in is on its way out; the next one may fare no better.
            faulted(e);
            if (take.candidate() != null) {
                keeper.giveUp(take.candidate());
            }
        }
        return ConnectionAttempt.cold(key, own, pool.miss(take));
    }

    /** Null if the take's candidate is not fit to be handed over. */
    private ConnectionAttempt handOver(Key key, OriginSettings own, Take<WarmConnection> take, Repetition repetition) {
        if (!keeper.passesLastLook(take.candidate())) {
            return null;
        }
        WarmConnection warm = take.candidate().connection();
        ConnectionAttempt attempt;
        try {
            attempt = ConnectionAttempt.warm(key, own, warm, repetition, pool.hit(take));
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
     * What an attempt was handed could not be given to the client, or is of no use to it: it is no hit any more, and the client
     * opens its own. Whoever has claimed the connection closes it. No effect on other attempts. Never throws.
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
                pool.givenUp(attempt.key(), observed);
                reports.changed();
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
            pool.coldConnected(attempt.key().origin(), attempt.since(), attempt.observed());
        }
    }

    /**
     * The head of an answer came: whoever sent it is who the client took it for.
     *
     * <p>A 408 that comes within two round trips on a warm connection may be the server's word on its silence, which met the
     * request on its way (RFC 9110, 15.5.9): where its client sends the request again, it is the end of a reused connection and no
     * answer. Later, the server had the request.
     *
     * @param status its status code; one that is not final is no answer yet
     * @param closes whether the server closes the connection after it
     * @param session the TLS session in which the client verified that; null without TLS
     * @return whether it is the answer to the request; if not, the client is to go by its rule for reused connections that
     *     end without one
     */
    public boolean answered(ConnectionAttempt attempt, int status, boolean closes, SSLSession session) {
        boolean switches = status == SWITCHING_PROTOCOLS;
        if (status < FINAL && !switches) {
            return true;
        }
        Object shown = session == null ? null : ClientCertificate.shownIn(session);
        boolean verifies = session != null && mayBeRepeated(attempt, shown);
        reports.changed();
        boolean first = attempt.becomesAnswered();
        boolean timedOut = first && attempt.isHit() && status == REQUEST_TIMEOUT && timedOut(attempt);
        if (timedOut && attempt.isRepeated()) {
            return false;
        }
        if (attempt.promises(!switches && !closes)) {
            pool.keptPromise(attempt.key().origin());
        }
        Boolean persistence = switches ? null : closes;
        boolean refused = isRefusal(status);
        boolean news = pool.answered(attempt.key(), persistence, refused, attempt.observed(), first && verifies, shown);
        if (reports.isFirstAnswer() || news) {
            pool.wakeKeeper();
        }
        return true;
    }

    /**
     * Whether others may make the handshake of this connection, too: a certificate of the client may have been chosen for this
     * very request, by thread or tenant, and the context may have been given other managers since.
     */
    private boolean mayBeRepeated(ConnectionAttempt attempt, Object shown) {
        Recipe recipe = attempt.key().recipe();
        OriginSettings own = attempt.settings();
        return recipe != null
                && !attempt.isHit()
                && (shown == null || own.clientCertWarm())
                && obstacle(recipe, own) == null;
    }

    private boolean timedOut(ConnectionAttempt attempt) {
        return pool.timedOut(attempt.key(), attempt.since(), attempt.ageAtHit(), attempt.observed());
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
        return attempt.isHit() && pool.mayHaveCrossed(attempt.key(), attempt.until(endedAt));
    }

    /** 429 Too Many Requests (RFC 6585, 4), 503 Service Unavailable (RFC 9110, 15.6.4). */
    private static boolean isRefusal(int status) {
        return status == 429 || status == 503;
    }

    /** The connection ended without a byte of an answer. */
    public void died(ConnectionAttempt attempt) {
        if (!attempt.isHit()) {
            cutShort(attempt);
        } else if (attempt.becomesAnswered()) {
            pool.died(attempt.key(), attempt.since(), attempt.ageAtHit(), attempt.observed());
        }
    }

    /**
     * The connection ended before the head of an answer was read, and not because it had been silent for too long: its server
     * answers early, say, and closes while the request is still being written.
     */
    public void cutShort(ConnectionAttempt attempt) {
        if (attempt.becomesAnswered()) {
            pool.lost(attempt.key().origin(), attempt.observed());
        }
    }

    /**
     * The peer has ended a connection which it has answered on, and on which it owes nothing but perhaps the answer to the next
     * request.
     */
    public void ended(ConnectionAttempt attempt) {
        long promisedAt = attempt.takePromise(AT_ONCE);
        if (promisedAt != -1) {
            pool.brokePromise(attempt.key().origin(), promisedAt);
            reports.changed();
        }
    }

    /** A seam has failed inside, and the client's connection is its own. Never throws. */
    public void faulted(Throwable fault) {
        try {
            if (faultTold.compareAndSet(false, true)) {
                log.warn(
                        "a fault inside Prewarm, the request goes the client's own way; further ones at level debug",
                        fault);
            } else {
                log.debug("a fault inside Prewarm", fault);
            }
        } catch (Throwable t) {
            // Near the end of a stack, or without memory, nothing can be said.
        }
    }
}
