package dev.prewarm.wire;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.jfr.FlightEvents;
import dev.prewarm.pool.Eviction;
import dev.prewarm.pool.PoolEntry;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.Step;
import dev.prewarm.pool.status.StateChange;
import dev.prewarm.pool.status.Wording;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * The one thread that opens, watches and closes. It asks the pool what to do, and does it outside of its lock. An error within
 * one connection ends that connection. After any other, and where memory lacks, everything is closed before anything else; then
 * it goes on after a pause, or, after too many, is off for good and every take goes cold.
 */
public final class Keeper implements Runnable {
    /** Turns in a row that waited for nothing, though nothing was there to be read: very many origins can make ten. */
    private static final int MOST_HURRIED = 16;

    private static final long REST = TimeUnit.MILLISECONDS.toNanos(10);

    /** While nothing can be closed for want of memory: in all 10 s. */
    private static final int MOST_TRIES = 100;

    private static final long BETWEEN_TRIES = TimeUnit.MILLISECONDS.toNanos(100);

    /** Bytes that are given back before all is closed. */
    private static final int RESERVE = 32 << 10;

    private static final String SHORT = "80 % of this process's file descriptors are in use";

    private final SharedPool pool;
    private final Logger log;
    private final Runnable eachTurn;
    private final EventLoop loop;
    private final Closer closer;
    private final ParkedConnections parked;
    private final Openings openings;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final KeeperFaults faults;
    private final DescriptorBudget descriptors;
    private byte[] reserve = new byte[RESERVE];
    private int hurried;
    private boolean stopping;
    private volatile boolean stopAsked;

    /**
     * @param eachTurn run in the keeper's thread after each step
     * @throws IOException if there is no selector to be had
     */
    public Keeper(
            SharedPool pool,
            Function<Origin, OriginSettings> settings,
            FlightEvents events,
            Logger log,
            Runnable eachTurn)
            throws IOException {
        this(
                pool,
                settings,
                events,
                log,
                eachTurn,
                new KeeperFaults(TimeUnit.SECONDS.toNanos(1)),
                DescriptorBudget.ofThisProcess());
    }

    Keeper(
            SharedPool pool,
            Function<Origin, OriginSettings> settings,
            FlightEvents events,
            Logger log,
            Runnable eachTurn,
            KeeperFaults faults,
            DescriptorBudget descriptors)
            throws IOException {
        this.faults = faults;
        this.descriptors = descriptors;
        this.pool = pool;
        this.log = log;
        this.eachTurn = eachTurn;
        this.loop = new EventLoop(pool.maxTotal(), log);
        this.closer = new Closer(loop, events, log);
        this.parked = new ParkedConnections(pool, loop, closer);
        this.openings = new Openings(pool, loop, parked, closer, settings, events, log);
        pool.keptBy(loop::wakeUp);
    }

    /**
     * Nothing of the thread that happens to be first is inherited: no class loader, no thread locals.
     *
     * @throws Error if there is no thread to be had; nothing is left behind then
     */
    public void start() {
        try {
            DaemonThreads.thread(this, "prewarm-keeper").start();
        } catch (Error e) {
            loop.close();
            throw e;
        }
    }

    /** After {@link KeeperFaults#MOST}: nothing is held, and takes need not ask. From any thread. */
    public boolean isOff() {
        return parked.isOff();
    }

    /**
     * Why the client alone may make its handshake, as things stand: by {@link Recipe#obstacle}, or because it took too long; null:
     * it may be made ahead. Any thread.
     */
    public String obstacle(Recipe recipe, OriginSettings own) {
        return openings.obstacle(recipe, own);
    }

    /** From a client's thread: the first packet leaves before this returns. Waits for nothing. */
    public void openNow(PoolEntry<WarmConnection> entry) {
        openings.openNow(entry);
    }

    /** From any thread: their peers have heard of it before whatever the caller connects then. Waits for none. */
    public void closeNow(List<Eviction<WarmConnection>> evictions) {
        if (!evictions.isEmpty()) {
            closer.closeAtOnce(evictions);
        }
    }

    /** The same of what is being opened. */
    public void breakOff(List<PoolEntry<WarmConnection>> openings) {
        openings.forEach(this.openings::breakOff);
    }

    /** {@link ParkedConnections#passesLastLook}. */
    public boolean passesLastLook(PoolEntry<WarmConnection> entry) {
        return parked.passesLastLook(entry);
    }

    /** {@link ParkedConnections#giveUp}. */
    public void giveUp(PoolEntry<WarmConnection> entry) {
        parked.giveUp(entry);
    }

    EventLoop loop() {
        return loop;
    }

    @Override
    public void run() {
        try {
            while (!isDone()) {
                try {
                    turn();
                } catch (Throwable t) {
                    recover(t);
                }
            }
        } finally {
            stopped.countDown();
            loop.close();
        }
    }

    private boolean isDone() {
        return stopping && loop.isIdle();
    }

    private void turn() throws IOException {
        loop.runSubmitted();
        long wait = Math.min(step(), loop.nextDeadline()) - Clock.now();
        try {
            eachTurn.run();
        } catch (RuntimeException | Error e) {
            closer.fault("internal error while reporting", e);
        }
        hurried = wait > 0 ? 0 : hurried + 1;
        if (hurried > MOST_HURRIED) {
            wait = REST;
        }
        loop.select(isDone() ? 0 : wait);
    }

    /** Answers when to step again. */
    private long step() {
        int channels = loop.channels();
        if (descriptors.isShort(Clock.now(), channels) && pool.runsShort(SHORT)) {
            log.warn(
                    "{}: closing half of the idle connections each second, opening paused until fewer are in use",
                    SHORT);
        }
        Step<WarmConnection> step = pool.step(descriptors.left(channels));
        step.changes().forEach(this::tell);
        step.evict().forEach(closer::close);
        openings.goOn();
        step.open().forEach(openings::open);
        return Math.min(step.nextAt(), descriptors.nextAt(loop.channels()));
    }

    private void tell(StateChange change) {
        if (change.isMinor()) {
            log.debug("{} {}: {}", change.origin(), change.phrase(), change.reason());
        } else if (change.isAlarming()) {
            log.warn("{} {}: {}", change.origin(), change.phrase(), change.reason());
        } else {
            log.info("{} {}: {}", change.origin(), change.phrase(), change.reason());
        }
    }

    /** First everything is closed, for that may be what lacks; only then it is said. */
    private void recover(Throwable fault) {
        reserve = null;
        long pause = faults.pauseAfter(Clock.now());
        boolean forGood = pause == KeeperFaults.FOR_GOOD;
        if (forGood) {
            parked.switchOff();
        }
        for (int tries = MOST_TRIES; !holdsNothing(fault, forGood) && tries > 0; tries--) {
            LockSupport.parkNanos(BETWEEN_TRIES);
        }
        try {
            say(fault, forGood);
            reserve = new byte[RESERVE];
        } catch (Throwable t) {
            // It can't be said now: status says it.
        }
        if (forGood) {
            loop.forgetSubmitted();
            closer.hurry();
            stopping = true;
        } else {
            rest(pause);
        }
    }

    /** False if that could not be done (yet). */
    private boolean holdsNothing(Throwable fault, boolean forGood) {
        try {
            pool.letGo(Wording.of(fault), forGood);
            openings.forgetHeld();
            loop.dropAll();
            return true;
        } catch (Throwable t) {
            return false;
        }
    }

    private void say(Throwable fault, boolean forGood) {
        if (forGood) {
            log.warn(
                    "{} internal errors within 1 min, Prewarm is disabled until this JVM restarts: closed all idle"
                            + " connections, clients connect normally",
                    KeeperFaults.MOST,
                    fault);
        } else {
            log.warn("internal error: closed all idle connections, opening paused for 10 s", fault);
        }
    }

    /** Whatever clients do: else the same error would come again at once. */
    private void rest(long nanos) {
        long end = Clock.now() + nanos;
        while (Clock.now() < end && !stopAsked) {
            LockSupport.parkNanos(REST);
            Thread.interrupted();
        }
    }

    /**
     * Ends everything here and now, in the caller's thread, whatever the keeper's does: all that is parked with FIN, what is
     * being opened at once. Waits for no peer, and no longer than {@code patienceMillis} for the pool's lock, and as long again
     * for the keeper's thread to end. From any other thread.
     */
    public void stop(long patienceMillis) {
        stopAsked = true;
        try {
            List<Eviction<WarmConnection>> rest = pool.close(patienceMillis);
            if (rest != null) {
                closer.closeAtOnce(rest);
                // Only once the pool is closed: until then it may be parked, and a client's, by the time it is closed.
                loop.forEachRegistered(key -> {
                    if (key.attachment() instanceof Opening) {
                        loop.closeQuietly((SocketChannel) key.channel());
                    }
                });
            }
            loop.submit(this::stopNow);
            // A thread that is in the system's hands when the JVM ends would hold that up for 300 ms.
            if (!stopped.await(patienceMillis, TimeUnit.MILLISECONDS)) {
                log.debug("the keeper is busy, shutdown does not wait for it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In the keeper's thread; if the lock was not to be had before, it is here. */
    private void stopNow() {
        stopping = true;
        closer.hurry();
        closer.closeAtOnce(pool.close());
        for (SelectorHandler handler : loop.timed()) {
            if (handler instanceof Opening) {
                ((Opening) handler).abandon();
            } else {
                handler.expire();
            }
        }
    }
}
