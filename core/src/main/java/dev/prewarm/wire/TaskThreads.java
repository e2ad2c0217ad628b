package dev.prewarm.wire;

import dev.prewarm.config.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Runs the turns of handshakes. Those in which only the JDK computes: as many at once as there are processors, those of handshakes
 * that are begun first, else first come, first served: many that share a processor would all be late. Those that ask code of the
 * application (its managers) may wait for anything, and must hold up neither the keeper nor other origins: they take no processor's
 * place, but are few at a time for each origin, where one that never ends keeps its place. Threads are made as needed and go when
 * idle. Thread-safe.
 */
final class TaskThreads {
    /** Of those that may wait: each that never ends keeps a thread, and must not keep those that compute from theirs. */
    static final int MOST_WAITING = 32;

    static final int MOST_ASKING_OF_AN_ORIGIN = 2;

    /** What has computed for so long waits for something after all, and takes no processor's place any more. */
    private static final long STUCK = TimeUnit.SECONDS.toNanos(1);

    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> DaemonThreads.thread(task, "prewarm-tls"));
    private final IntSupplier processors;
    private final Queue<HandshakeTurn> computing = new PriorityQueue<>(
            Comparator.comparing(HandshakeTurn::isFirst).thenComparingLong(HandshakeTurn::openedAt));
    private final Deque<HandshakeTurn> asking = new ArrayDeque<>();
    private final List<HandshakeTurn> running = new ArrayList<>();

    TaskThreads() {
        this(Runtime.getRuntime()::availableProcessors);
    }

    TaskThreads(IntSupplier processors) {
        this.processors = processors;
    }

    /** @throws Error if there is no thread to be had; it may be run all the same, by another's, if it is not cancelled */
    void execute(HandshakeTurn turn) {
        synchronized (this) {
            (turn.asksTheApplication() ? asking : computing).add(turn);
        }
        startWhatMayRun();
    }

    /** Also what waited for a processor that something has kept for too long: nobody else looks for that. */
    void startWhatMayRun() {
        for (HandshakeTurn turn = next(null); turn != null; turn = next(null)) {
            start(turn);
        }
    }

    private void start(HandshakeTurn turn) {
        try {
            executor.execute(() -> runAll(turn));
        } catch (Error e) {
            synchronized (this) {
                running.remove(turn);
                if (turn.asksTheApplication()) {
                    asking.addFirst(turn);
                } else {
                    computing.add(turn);
                }
            }
            throw e;
        }
    }

    /** It will not be run, if it has not been begun. */
    synchronized void cancel(HandshakeTurn turn) {
        computing.remove(turn);
        asking.remove(turn);
    }

    /** Whether handshakes wait for a processor. */
    synchronized boolean areBehind() {
        return !computing.isEmpty();
    }

    private void runAll(HandshakeTurn first) {
        for (HandshakeTurn turn = first; turn != null; turn = next(turn)) {
            try {
                turn.run();
            } catch (Throwable t) {
                // Not even the keeper could be told, for want of memory: its place is free for all that.
            }
        }
    }

    /**
     * @param done which has just ended; null: none
     * @return null: none may be run by another thread
     */
    private synchronized HandshakeTurn next(HandshakeTurn done) {
        running.remove(done);
        HandshakeTurn next = nextComputing();
        if (next == null) {
            next = nextAsking();
        }
        if (next != null) {
            running.add(next);
        }
        return next;
    }

    private HandshakeTurn nextComputing() {
        int most = processors.getAsInt();
        return busy() < most && running.size() < MOST_WAITING + most ? computing.poll() : null;
    }

    private long busy() {
        long now = Clock.now();
        return running.stream()
                .filter(turn -> !turn.asksTheApplication() && turn.lasted(now) < STUCK)
                .count();
    }

    private HandshakeTurn nextAsking() {
        if (running.size() - busy() >= MOST_WAITING) {
            return null;
        }
        for (Iterator<HandshakeTurn> turns = asking.iterator(); turns.hasNext(); ) {
            HandshakeTurn turn = turns.next();
            if (runningOf(turn.origin()) < MOST_ASKING_OF_AN_ORIGIN) {
                turns.remove();
                return turn;
            }
        }
        return null;
    }

    private long runningOf(Origin origin) {
        return running.stream()
                .filter(turn -> turn.asksTheApplication() && turn.origin().equals(origin))
                .count();
    }
}
