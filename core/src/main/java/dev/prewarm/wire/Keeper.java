package dev.prewarm.wire;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.Change;
import dev.prewarm.pool.Entry;
import dev.prewarm.pool.EvictReason;
import dev.prewarm.pool.Eviction;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.Step;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * The one thread that opens, watches and closes. It asks the pool what to do, under the lock, and does it outside. Should
 * it ever fail, everything is closed and every take goes cold from then on.
 */
public final class Keeper implements Runnable {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Pool<WarmConnection> pool;
    private final ReentrantLock lock;
    private final Function<Origin, OriginSettings> settings;
    private final Logger log;
    private final Runnable eachTurn;
    private final Selector selector;
    private final TaskThreads tasks = new TaskThreads();
    private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();
    private final Set<Watched> timed = new HashSet<>();
    private final Scratch scratch = new Scratch();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean stopping;

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
        this.pool = pool;
        this.lock = lock;
        this.settings = settings;
        this.log = log;
        this.eachTurn = eachTurn;
        this.selector = Selector.open();
    }

    /** Nothing of the thread that happens to be first is inherited: no class loader, no thread locals. */
    public void start() {
        Daemons.thread(this, "prewarm-keeper").start();
    }

    /** From any thread: something has changed, step again. */
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!isDone()) {
                turn();
            }
        } catch (Throwable t) {
            log.error("Prewarm has failed and is off from now on, connections are opened by the clients as ever", t);
            abandon();
        } finally {
            stopped.countDown();
            closeSelector();
        }
    }

    private boolean isDone() {
        return stopping && timed.isEmpty() && submitted.isEmpty();
    }

    /** No thread watches any more: whatever is not handed over is closed, at once. */
    private void abandon() {
        closePool();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()) {
                closeQuietly((SocketChannel) key.channel());
            }
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
        eachTurn.run();
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
            Watched watched = (Watched) key.attachment();
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
        for (Entry<WarmConnection> entry : step.open()) {
            new Opening(this, entry, settings.apply(entry.key().origin())).begin();
        }
        return step.nextAt();
    }

    private void tell(Change change) {
        if (change.isMinor()) {
            log.debug("{} {}: {}", change.origin(), change.state().phrase(), change.reason());
        } else if (change.isAlarming()) {
            log.warn("{} {}: {}", change.origin(), change.state().phrase(), change.reason());
        } else {
            log.info("{} {}: {}", change.origin(), change.state().phrase(), change.reason());
        }
    }

    /** From a client's thread: the first packet leaves before this returns. Waits for nothing. */
    public void openNow(Entry<WarmConnection> entry) {
        Opening opening = new Opening(this, entry, settings.apply(entry.key().origin()));
        try {
            opening.connect();
        } catch (IOException | RuntimeException e) {
            submit(() -> opening.fail(e));
            return;
        }
        submit(opening::begin);
    }

    private long nextDeadline() {
        long next = Long.MAX_VALUE;
        for (Watched watched : timed) {
            next = Math.min(next, watched.deadline());
        }
        return next;
    }

    private void expireOverdue() {
        long now = Clock.now();
        List<Watched> overdue = new ArrayList<>(0);
        for (Watched watched : timed) {
            if (watched.deadline() <= now) {
                overdue.add(watched);
            }
        }
        for (Watched watched : overdue) {
            watched.expire();
        }
    }

    SelectionKey register(SocketChannel channel, Watched watched, int operations) throws IOException {
        return channel.register(selector, operations, watched);
    }

    void await(Watched watched) {
        timed.add(watched);
    }

    void done(Watched watched) {
        timed.remove(watched);
    }

    void runTasks(Handshake handshake, Runnable then) {
        tasks.execute(() -> {
            handshake.runTasks();
            submit(then);
        });
    }

    private void submit(Runnable task) {
        submitted.add(task);
        wakeUp();
    }

    void opened(Entry<WarmConnection> entry, WarmConnection warm, long connectNanos, long leadNanos) {
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

    void failed(Entry<WarmConnection> entry, Exception why) {
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
    }

    /** Reset, or not answered: what a server does that has no worker left. */
    private static boolean isLikeHarm(Exception why) {
        return why instanceof SocketTimeoutException || why.getClass() == SocketException.class;
    }

    void unusable(Entry<WarmConnection> entry, String why) {
        lock.lock();
        try {
            pool.unusable(entry);
        } finally {
            lock.unlock();
        }
        log.info("{} is not warmed for one client: {}", entry.key().origin(), why);
    }

    /** Input on a parked connection. */
    void watch(Entry<WarmConnection> entry, WarmConnection warm) {
        lock.lock();
        try {
            if (!pool.checkOut(entry)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        Look look = warm.look(scratch);
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
    }

    /** Under the lock: what becomes of a checked-out connection after a look. Null: it is parked again. */
    private Eviction<WarmConnection> settle(Entry<WarmConnection> entry, Look look) {
        switch (look) {
            case CLOSED:
                return pool.evict(Clock.now(), entry, EvictReason.CLOSED_BY_SERVER);
            case DATA:
                return pool.evict(Clock.now(), entry, EvictReason.UNEXPECTED_DATA);
            default:
                return pool.putBack(Clock.now(), entry);
        }
    }

    /**
     * A taker's last look at what it has checked out, in its own thread.
     *
     * @return whether it may be handed over; if not it is back in the pool, or on its way out
     */
    public boolean passesLastLook(Entry<WarmConnection> entry) {
        Look look = entry.connection().lastLook();
        if (look == Look.LIVE) {
            return true;
        }
        Eviction<WarmConnection> eviction;
        lock.lock();
        try {
            eviction = settle(entry, look);
        } finally {
            lock.unlock();
        }
        if (eviction != null) {
            submit(() -> close(eviction));
        } else {
            wakeUp();
        }
        return false;
    }

    private void close(Eviction<WarmConnection> eviction) {
        log.debug("evicted: {} ({})", eviction.key(), eviction.reason().label());
        eviction.connection().close(this, scratch).begin();
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

    /** Ends everything in good order; waits for it no longer than {@code patienceMillis}. From any other thread. */
    public void stop(long patienceMillis) {
        List<Eviction<WarmConnection>> rest = closePool();
        submit(() -> {
            stopping = true;
            for (Watched opening : new ArrayList<>(timed)) {
                if (opening instanceof Opening) {
                    ((Opening) opening).abandon();
                }
            }
            for (Eviction<WarmConnection> eviction : rest) {
                close(eviction);
            }
        });
        try {
            if (!stopped.await(patienceMillis, TimeUnit.MILLISECONDS)) {
                log.debug("not everything parked was closed by its peer in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
