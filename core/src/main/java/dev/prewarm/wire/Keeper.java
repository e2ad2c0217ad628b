package dev.prewarm.wire;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.Eviction;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.PoolEntry;
import dev.prewarm.pool.Step;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.StateChange;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * The one thread that opens, watches and closes. It asks the pool what to do, under the lock, and does it outside. An error
 * within one connection ends that connection. After any other, and where memory lacks, everything is closed before anything
 * else; then it goes on after a pause, or, after too many, is off for good and every take goes cold.
 */
public final class Keeper implements Runnable {
    private static final String CLOSED_BY_ERROR = "an error within a connection opened ahead, which is closed";
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** Turns in a row that waited for nothing, though nothing was there to be read: very many origins can make ten. */
    private static final int MOST_HURRIED = 16;

    private static final long REST = TimeUnit.MILLISECONDS.toNanos(10);

    /** While nothing can be closed for want of memory: in all 10 s. */
    private static final int MOST_TRIES = 100;

    private static final long BETWEEN_TRIES = TimeUnit.MILLISECONDS.toNanos(100);

    /** Bytes that are given back before all is closed. */
    private static final int RESERVE = 32 << 10;

    private final Pool<WarmConnection> pool;
    private final ReentrantLock lock;
    private final Function<Origin, OriginSettings> settings;
    private final Logger log;
    private final Runnable eachTurn;
    private final Selector selector;
    private final TaskThreads tasks = new TaskThreads();
    private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();
    private final Set<SelectorHandler> timed = new HashSet<>();
    private final LookBuffers scratch = new LookBuffers();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final KeeperFaults faults;
    private byte[] reserve = new byte[RESERVE];
    private boolean faultTold;
    private int hurried;
    private boolean stopping;
    private volatile boolean stopAsked;
    private volatile boolean off;

    /**
     * @param lock guards the pool
     * @param eachTurn run in the keeper's thread after each step
     */
    public Keeper(
            Pool<WarmConnection> pool,
            ReentrantLock lock,
            Function<Origin, OriginSettings> settings,
            Logger log,
            Runnable eachTurn)
            throws IOException {
        this(pool, lock, settings, log, eachTurn, new KeeperFaults(TimeUnit.SECONDS.toNanos(1)));
    }

    Keeper(
            Pool<WarmConnection> pool,
            ReentrantLock lock,
            Function<Origin, OriginSettings> settings,
            Logger log,
            Runnable eachTurn,
            KeeperFaults faults)
            throws IOException {
        this.faults = faults;
        this.pool = pool;
        this.lock = lock;
        this.settings = settings;
        this.log = log;
        this.eachTurn = eachTurn;
        this.selector = Selector.open();
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
            closeSelector();
            throw e;
        }
    }

    /** From any thread: something has changed, step again. */
    public void wakeUp() {
        selector.wakeup();
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
            closeSelector();
        }
    }

    /** After {@link KeeperFaults#MOST}: nothing is held, and takes need not ask. From any thread. */
    public boolean isOff() {
        return off;
    }

    private boolean isDone() {
        return stopping && timed.isEmpty() && submitted.isEmpty();
    }

    /** First everything is closed, for that may be what lacks; only then it is said. */
    private void recover(Throwable fault) {
        reserve = null;
        long pause = faults.pauseAfter(Clock.now());
        off = pause == KeeperFaults.FOR_GOOD;
        for (int tries = MOST_TRIES; !holdsNothing(fault) && tries > 0; tries--) {
            LockSupport.parkNanos(BETWEEN_TRIES);
        }
        try {
            say(fault, pause);
            reserve = new byte[RESERVE];
        } catch (Throwable t) {
            // It can't be said now: status says it.
        }
        if (off) {
            submitted.clear();
            stopping = true;
        } else {
            rest(pause);
        }
    }

    /** False if that could not be done (yet). */
    private boolean holdsNothing(Throwable fault) {
        try {
            lock.lock();
            try {
                if (off) {
                    pool.switchOff(Clock.now(), fault.toString());
                } else {
                    pool.letGo(Clock.now(), fault.toString());
                }
            } finally {
                lock.unlock();
            }
            timed.clear();
            for (SelectionKey key : selector.keys()) {
                if (key.isValid()) {
                    ((SelectorHandler) key.attachment()).drop();
                }
            }
            return true;
        } catch (Throwable t) {
            return false;
        }
    }

    private void say(Throwable fault, long pause) {
        if (off) {
            log.warn(
                    "Prewarm is off until this JVM is restarted: {} errors within a minute. All that was open ahead is"
                            + " closed, clients open their own connections",
                    KeeperFaults.MOST,
                    fault);
        } else {
            log.warn(
                    "an error inside Prewarm: all that was open ahead is closed, and it goes on in {} s",
                    TimeUnit.NANOSECONDS.toSeconds(pause),
                    fault);
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

    /** An error that has done its harm. If it is for want of memory, what else is held must go, too. */
    private void fault(String what, Throwable fault) {
        if (Exhaustion.behind(fault) == Exhaustion.MEMORY) {
            throw (OutOfMemoryError) fault;
        }
        if (faultTold) {
            log.debug(what, fault);
        } else {
            faultTold = true;
            log.warn("{}; further ones at level debug", what, fault);
        }
    }

    /** For good; lets go of what was handed over and has not been forgotten yet. */
    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("close failed", e);
        }
    }

    private void turn() throws IOException {
        for (Runnable task = submitted.poll(); task != null; task = submitted.poll()) {
            task.run();
        }
        long wait = Math.min(step(), nextDeadline()) - Clock.now();
        try {
            eachTurn.run();
        } catch (RuntimeException | Error e) {
            fault("an error while reporting", e);
        }
        hurried = wait > 0 ? 0 : hurried + 1;
        if (hurried > MOST_HURRIED) {
            wait = REST;
        }
        // An application that interrupts all threads it finds must not make this one spin.
        Thread.interrupted();
        if (!submitted.isEmpty() || wait <= 0 || isDone()) {
            selector.selectNow();
        } else if (wait > TimeUnit.DAYS.toNanos(1)) {
            selector.select();
        } else {
            selector.select((wait + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            SelectorHandler watched = (SelectorHandler) key.attachment();
            if (key.isValid()) {
                watched.ready();
            }
        }
        selector.selectedKeys().clear();
        expireOverdue();
    }

    /** Answers when to step again. */
    private long step() {
        Step<WarmConnection> step;
        lock.lock();
        try {
            step = pool.step(Clock.now(), Clock.wallNanos());
        } finally {
            lock.unlock();
        }
        step.changes().forEach(this::tell);
        for (Eviction<WarmConnection> eviction : step.evict()) {
            close(eviction);
        }
        for (PoolEntry<WarmConnection> entry : step.open()) {
            open(entry);
        }
        return step.nextAt();
    }

    private void open(PoolEntry<WarmConnection> entry) {
        Opening opening;
        try {
            opening = new Opening(this, entry, settings.apply(entry.key().origin()));
        } catch (RuntimeException | Error e) {
            failed(entry, e);
            return;
        }
        opening.begin();
    }

    private void tell(StateChange change) {
        if (change.isMinor()) {
            log.debug("{} {}: {}", change.origin(), change.state().phrase(), change.reason());
        } else if (change.isAlarming()) {
            log.warn("{} {}: {}", change.origin(), change.state().phrase(), change.reason());
        } else {
            log.info("{} {}: {}", change.origin(), change.state().phrase(), change.reason());
        }
    }

    /** From a client's thread: the first packet leaves before this returns. Waits for nothing. */
    public void openNow(PoolEntry<WarmConnection> entry) {
        Opening opening = null;
        try {
            opening = new Opening(this, entry, settings.apply(entry.key().origin()));
            opening.connect();
            submit(opening::begin);
        } catch (IOException | RuntimeException | Error e) {
            if (opening != null) {
                opening.closeUnbegun();
            }
            failedAside(entry, e);
        }
    }

    private void failedAside(PoolEntry<WarmConnection> entry, Throwable why) {
        try {
            failed(entry, why);
            wakeUp();
        } catch (OutOfMemoryError e) {
            // What lacks memory is the keeper's to let go of, when it finds out.
        }
    }

    private long nextDeadline() {
        long next = Long.MAX_VALUE;
        for (SelectorHandler watched : timed) {
            next = Math.min(next, watched.deadline());
        }
        return next;
    }

    private void expireOverdue() {
        long now = Clock.now();
        List<SelectorHandler> overdue = new ArrayList<>(0);
        for (SelectorHandler watched : timed) {
            if (watched.deadline() <= now) {
                overdue.add(watched);
            }
        }
        for (SelectorHandler watched : overdue) {
            watched.expire();
        }
    }

    SelectionKey register(SocketChannel channel, SelectorHandler watched, int operations) throws IOException {
        return channel.register(selector, operations, watched);
    }

    void await(SelectorHandler watched) {
        timed.add(watched);
    }

    void done(SelectorHandler watched) {
        timed.remove(watched);
    }

    void runTasks(Handshake handshake, Runnable then) {
        tasks.execute(() -> {
            try {
                handshake.runTasks();
            } finally {
                submit(then);
            }
        });
    }

    private void submit(Runnable task) {
        submitted.add(task);
        wakeUp();
    }

    void opened(PoolEntry<WarmConnection> entry, WarmConnection warm, long connectNanos, long leadNanos) {
        Eviction<WarmConnection> unwanted;
        lock.lock();
        try {
            unwanted = pool.opened(Clock.now(), entry, warm, connectNanos, leadNanos);
        } finally {
            lock.unlock();
        }
        log.debug("opened ahead: {} in {} us", entry.key(), leadNanos / 1000);
        if (unwanted != null) {
            close(unwanted);
        }
    }

    void failed(PoolEntry<WarmConnection> entry, Throwable why) {
        Exhaustion want = Exhaustion.behind(why);
        boolean pressed;
        lock.lock();
        try {
            pressed = want == Exhaustion.DESCRIPTORS || want == Exhaustion.PORTS && pool.hasReached(entry);
            pool.failed(Clock.now(), entry, why.toString(), isLikeHarm(why));
            if (pressed) {
                pool.pressed(Clock.now());
            }
        } finally {
            lock.unlock();
        }
        log.debug("not opened ahead: {}", entry.key(), why);
        if (pressed) {
            log.warn(
                    "out of descriptors or ports ({}): half of what is parked is closed, nothing is opened for now",
                    why);
        }
        if (want == Exhaustion.MEMORY) {
            throw (OutOfMemoryError) why;
        }
    }

    /** Reset, or not answered: what a server does that has no worker left. */
    private static boolean isLikeHarm(Throwable why) {
        return why instanceof SocketTimeoutException || why.getClass() == SocketException.class;
    }

    void unusable(PoolEntry<WarmConnection> entry, String why) {
        lock.lock();
        try {
            pool.unusable(entry);
        } finally {
            lock.unlock();
        }
        log.info("{} is not warmed for one client: {}", entry.key().origin(), why);
    }

    /** Input on a parked connection. */
    void watch(PoolEntry<WarmConnection> entry, WarmConnection warm) {
        lock.lock();
        try {
            if (!pool.checkOut(entry)) {
                // Whoever has it will look itself: until it is put back, input is no reason to turn.
                warm.setWatched(false);
                return;
            }
        } finally {
            lock.unlock();
        }
        Liveness look = Liveness.BROKEN;
        Throwable fault = null;
        try {
            look = warm.look(scratch);
        } catch (Error e) {
            fault = e;
        }
        Eviction<WarmConnection> eviction;
        lock.lock();
        try {
            eviction = settle(entry, look);
        } finally {
            lock.unlock();
        }
        if (eviction != null) {
            close(eviction);
        }
        if (fault != null) {
            fault(CLOSED_BY_ERROR, fault);
        }
    }

    /** Under the lock: what becomes of a checked-out connection after a look. Null: it is parked again. */
    private Eviction<WarmConnection> settle(PoolEntry<WarmConnection> entry, Liveness look) {
        switch (look) {
            case CLOSED:
                return pool.evict(Clock.now(), entry, EvictReason.CLOSED_BY_SERVER);
            case DATA:
            case FLOOD:
                return pool.evict(Clock.now(), entry, EvictReason.UNEXPECTED_DATA);
            case OUTDATED:
                return pool.evict(Clock.now(), entry, EvictReason.FLUSHED);
            case BROKEN:
                return pool.evict(Clock.now(), entry, EvictReason.PRESSURE);
            default:
                Eviction<WarmConnection> late = pool.putBack(Clock.now(), entry);
                if (late == null) {
                    entry.connection().setWatched(true);
                }
                return late;
        }
    }

    /**
     * A taker's last look at what it has checked out, in its own thread.
     *
     * @return whether it may be handed over; if not it is back in the pool, or on its way out
     * @throws Error that came up in the look; it is on its way out then, too
     */
    public boolean passesLastLook(PoolEntry<WarmConnection> entry) {
        Liveness look = Liveness.BROKEN;
        try {
            look = entry.connection().lastLook();
        } finally {
            if (look != Liveness.LIVE) {
                settleAside(entry, look);
            }
        }
        return look == Liveness.LIVE;
    }

    /** A taker can't hand over what it has checked out after all, by an error of ours. Needs no memory. */
    public void giveUp(PoolEntry<WarmConnection> entry) {
        closeQuietly(entry.connection().channel());
        lock.lock();
        try {
            pool.giveUp(Clock.now(), entry);
        } finally {
            lock.unlock();
        }
    }

    private void settleAside(PoolEntry<WarmConnection> entry, Liveness look) {
        Eviction<WarmConnection> eviction;
        lock.lock();
        try {
            eviction = settle(entry, look);
        } finally {
            lock.unlock();
        }
        if (eviction == null) {
            wakeUp();
        } else if (off) {
            closeQuietly(entry.connection().channel());
        } else {
            closeAside(eviction);
        }
    }

    private void closeAside(Eviction<WarmConnection> eviction) {
        try {
            submit(() -> close(eviction));
        } catch (Error e) {
            closeQuietly(eviction.connection().channel());
            throw e;
        }
    }

    private void close(Eviction<WarmConnection> eviction) {
        log.debug("evicted: {} ({})", eviction.key(), eviction.reason().label());
        try {
            if (stopping) {
                eviction.connection().closeAtOnce(scratch);
            } else {
                eviction.connection().close(scratch);
            }
        } catch (RuntimeException | Error e) {
            closeQuietly(eviction.connection().channel());
            fault(CLOSED_BY_ERROR, e);
        }
    }

    boolean isGone(PoolEntry<WarmConnection> entry) {
        lock.lock();
        try {
            return pool.isGone(entry);
        } finally {
            lock.unlock();
        }
    }

    void closeQuietly(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            log.debug("close failed", e);
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
            if (lock.tryLock(patienceMillis, TimeUnit.MILLISECONDS)) {
                List<Eviction<WarmConnection>> rest;
                try {
                    rest = pool.close(Clock.now());
                } finally {
                    lock.unlock();
                }
                closeAtOnce(rest);
                closeWhatIsBeingOpened();
            }
            submit(this::stopNow);
            // A thread that is in the system's hands when the JVM ends would hold that up for 300 ms.
            if (!stopped.await(patienceMillis, TimeUnit.MILLISECONDS)) {
                log.debug("the keeper is busy, the JVM ends without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAtOnce(List<Eviction<WarmConnection>> evictions) {
        LookBuffers own = new LookBuffers();
        for (Eviction<WarmConnection> eviction : evictions) {
            try {
                eviction.connection().closeAtOnce(own);
            } catch (RuntimeException | Error e) {
                // Not the others' business.
                closeQuietly(eviction.connection().channel());
            }
        }
    }

    /** Only once the pool is closed: until then it may be parked, and a client's, by the time it is closed. */
    private void closeWhatIsBeingOpened() {
        try {
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof Opening) {
                    closeQuietly((SocketChannel) key.channel());
                }
            }
        } catch (ClosedSelectorException e) {
            // The keeper has ended, and closed it all.
        }
    }

    /** In the keeper's thread; if the lock was not to be had before, it is here. */
    private void stopNow() {
        stopping = true;
        closeAtOnce(closePool());
        for (SelectorHandler watched : new ArrayList<>(timed)) {
            if (watched instanceof Opening) {
                ((Opening) watched).abandon();
            } else {
                watched.expire();
            }
        }
    }

    private List<Eviction<WarmConnection>> closePool() {
        lock.lock();
        try {
            return pool.close(Clock.now());
        } finally {
            lock.unlock();
        }
    }
}
