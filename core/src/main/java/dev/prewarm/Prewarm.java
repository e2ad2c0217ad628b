package dev.prewarm;

import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.config.Settings;
import dev.prewarm.config.Withdrawal;
import dev.prewarm.jfr.FlightEvents;
import dev.prewarm.jfr.TakeEvent;
import dev.prewarm.pool.Eviction;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.Take;
import dev.prewarm.pool.guard.ObservedRequest;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.TakeOutcome;
import dev.prewarm.wire.ClientCertificate;
import dev.prewarm.wire.Keeper;
import dev.prewarm.wire.SharedPool;
import dev.prewarm.wire.SocketRule;
import dev.prewarm.wire.WarmConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;

/**
 * What the clients' seams call: one pool of warm connections for all clients of this JVM. Thread-safe; no method waits for
 * I/O, nor for a lock that is held during I/O, but for JFR's own while somebody records.
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
    private final FlightEvents events;
    private final Logger log;
    private final AtomicBoolean faultTold = new AtomicBoolean();
    private volatile Withdrawal withdrawal = Withdrawal.NOTHING;

    Prewarm(Settings settings, SharedPool pool, Keeper keeper, Reports reports, FlightEvents events, Logger log) {
        this.settings = settings;
        this.pool = pool;
        this.keeper = keeper;
        this.reports = reports;
        this.events = events;
        this.log = log;
    }

    /** Looks up what its user wants for an origin that a client is, or may be, about to connect to. */
    public Target target(Origin origin) {
        boolean isWithdrawn = withdrawal.by(origin) != null;
        return new Target(origin, isWithdrawn ? settings.excluded() : settings.forOrigin(origin));
    }

    /**
     * Sets what is withdrawn from now on, in place of what was: clients connect normally there. Parked connections are closed
     * before this returns; those that were handed over stay their clients'.
     *
     * @return how many connections were closed
     */
    int withdraw(Withdrawal now) {
        withdrawal = now;
        List<Eviction<WarmConnection>> parked = pool.withdraw(now);
        keeper.closeNow(parked);
        reports.changed();
        return parked.size();
    }

    Withdrawal withdrawal() {
        return withdrawal;
    }

    /** Whether TLS to it is to be prepared so that it can be done ahead. */
    public boolean isTlsAhead(Target target) {
        OriginSettings own = target.settings();
        if (!target.origin().isTls() || !own.tls()) {
            return false;
        }
        return own.mode() == Mode.NAMED || own.mode() == Mode.AUTO && pool.isWorthwhile(target.origin());
    }

    /** Whether its user has excluded it; if so, the status will show that it was asked for. */
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
     * Whether this JVM's sockets reach it by another way than its channels do (a proxy, a factory of the application's). If so,
     * parked connections are closed, and none is opened ahead to it any more.
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

    /** Whether a connect to it is to be left alone. */
    private boolean isNotOurs(Target target, InetSocketAddress endpoint) {
        if (leavesAlone(target) || endpoint.isUnresolved()) {
            return true;
        }
        reports.changed();
        if (SecurityManagers.isOneSet()) {
            bar(target, "a SecurityManager is set, and pre-warmed connections would bypass its connect checks");
        }
        return false;
    }

    /**
     * A client is about to connect: gives it a warm connection if there is one.
     *
     * @param endpoint where to, resolved
     * @param recipe of its TLS; null without TLS, or if that is not to be done ahead. One that must not be followed now is
     *     taken for none, see {@link ConnectionAttempt#isByRecipe}
     * @param repetition of its request
     * @return null if the origin is to be left alone
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
     * A client is about to connect and gets no warm connection: it retries, or something about it is out of the ordinary. Its
     * request shows how the upstream serves others beside what is parked, as any does.
     *
     * @param recipe as for {@link #take}
     * @return null if the origin is to be left alone
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
     * A client is about to connect, and its recipe shows only in its handshake: it connects normally, and {@link #identified}
     * is told the recipe then.
     *
     * @return null if the origin is to be left alone
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
        if (attempt.becomes(key) && pool.missed(key, obstacle)) {
            events.took(events.take(), key, TakeOutcome.MISS, FlightEvents.NONE);
        }
    }

    private ConnectionAttempt take(Key key, OriginSettings own, Repetition repetition, String obstacle) {
        TakeEvent begun = events.take();
        Take<WarmConnection> take = pool.take(key, repetition.mayBeRisked(), obstacle);
        if (take == null) {
            return ConnectionAttempt.cold(key, own, null);
        }
        try {
            take.trials().forEach(keeper::openNow);
            while (take.candidate() != null) {
                ConnectionAttempt attempt = handOver(key, own, take, repetition);
                if (attempt != null) {
                    events.took(begun, key, TakeOutcome.HIT, attempt.ageAtHit());
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
        ObservedRequest observed = pool.miss(take);
        try {
            keeper.breakOff(take.withdrawn());
            keeper.closeNow(take.yields());
        } catch (RuntimeException | Error e) {
            faulted(e);
        }
        events.took(begun, key, take.coldOutcome(), FlightEvents.NONE);
        return ConnectionAttempt.cold(key, own, observed);
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
     * The client could not be given the warm connection, or can't use it: the attempt is no hit any more, and the client connects
     * normally. Whoever has claimed the connection closes it. No effect on an attempt that is no hit. Never throws.
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
                events.took(events.take(), attempt.key(), TakeOutcome.GIVEN_UP, attempt.ageAtHit());
                events.evicted(attempt.key(), EvictReason.FLUSHED, attempt.ageAtHit() + attempt.since());
            }
            if (why instanceof IOException) {
                log.debug("{}: could not hand over a pre-warmed connection, using a normal one", attempt.key(), why);
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
        boolean news = pool.answered(attempt.key(), persistence, status, attempt.observed(), first && verifies, shown);
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
        return mayHaveCrossed(attempt, attempt.since());
    }

    /**
     * The same where it is known when the request set out.
     *
     * @param askedFor nanoseconds from then until the end was read
     */
    public boolean mayHaveCrossed(ConnectionAttempt attempt, long askedFor) {
        return attempt.isHit() && pool.mayHaveCrossed(attempt.key(), askedFor);
    }

    /** The upstream has ended the connection, the client's own or a warm one, without a byte of an answer. */
    public void died(ConnectionAttempt attempt) {
        if (!ends(attempt, "its upstream ended the connection")) {
            return;
        }
        if (attempt.isHit()) {
            pool.died(attempt.key(), attempt.since(), attempt.ageAtHit(), attempt.observed());
        } else {
            pool.failed(attempt.key(), attempt.observed(), "ended without an answer");
        }
    }

    /** The client's own connect was refused, or reset. */
    public void refused(ConnectionAttempt attempt) {
        if (ends(attempt, "its connection was refused")) {
            pool.failed(attempt.key(), attempt.observed(), "refused");
        }
    }

    /** The client's own connect was not answered within its time. */
    public void unreachable(ConnectionAttempt attempt) {
        if (ends(attempt, "its connect was not answered in time")) {
            pool.unreachable(attempt.key(), attempt.observed());
        }
    }

    private boolean ends(ConnectionAttempt attempt, String how) {
        boolean first = attempt.becomesAnswered();
        if (first) {
            log.debug("{}: a request got no answer, {}", attempt.key(), how);
        }
        return first;
    }

    /** The client's own connection could not be made, or its TLS. Never throws. */
    public void connectFailed(ConnectionAttempt attempt, Throwable failure) {
        try {
            if (Failures.isTimeout(failure)) {
                unreachable(attempt);
            } else if (Failures.isRefusal(failure)) {
                refused(attempt);
            } else {
                abandoned(attempt);
            }
        } catch (Throwable t) {
            faulted(t);
        }
    }

    /**
     * The request failed, on a connection that stood, and its seam knows no more than how: the end of a warm one it tells by
     * {@link #died}. Never throws.
     */
    public void failed(ConnectionAttempt attempt, Throwable failure) {
        try {
            if (!attempt.isHit() && Failures.isEndByPeer(failure)) {
                died(attempt);
            } else {
                abandoned(attempt);
            }
        } catch (Throwable t) {
            faulted(t);
        }
    }

    /**
     * The request ended before the head of an answer was read, and not by its upstream's refusal or for its silence: the client has
     * given it up (its time was over, it was cancelled or interrupted), or its server answers early, say, and closes while it is
     * still being written.
     */
    public void abandoned(ConnectionAttempt attempt) {
        if (ends(attempt, "its client gave it up")) {
            pool.abandoned(attempt.key().origin(), attempt.observed());
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

    /** A seam has failed inside, and its client connects normally. Never throws. */
    public void faulted(Throwable fault) {
        try {
            if (faultTold.compareAndSet(false, true)) {
                log.warn("internal error, using a normal connection; further ones are logged at debug", fault);
            } else {
                log.debug("internal error, using a normal connection", fault);
            }
        } catch (Throwable t) {
            // Near the end of a stack, or without memory, nothing can be said.
        }
    }
}
