package dev.prewarm.wire;

import dev.prewarm.config.Origin;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the turns of handshakes, in which code of the application and of providers runs (trust and key managers, random
 * numbers): it must hold up neither the keeper nor other origins. First come, first served, but few at a time for each origin:
 * a turn that never ends keeps its place. Threads are made as needed and go when idle. Thread-safe.
 */
final class TaskThreads {
    static final int MOST = 32;
    static final int MOST_OF_AN_ORIGIN = 2;

    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> DaemonThreads.thread(task, "prewarm-tls"));
    private final Queue<HandshakeTurn> waiting = new ArrayDeque<>();
    private final Map<Origin, Integer> runningOf = new HashMap<>();
    private int running;

    /** @throws Error if there is no thread to be had; the turn will not be run then */
    void execute(HandshakeTurn turn) {
        synchronized (this) {
            if (!mayRun(turn)) {
                waiting.add(turn);
                return;
            }
            begins(turn);
        }
        try {
            executor.execute(() -> runAll(turn));
        } catch (Error e) {
            ended(turn);
            throw e;
        }
    }

    /** It will not be run, if it has not been begun. */
    synchronized void cancel(HandshakeTurn turn) {
        waiting.remove(turn);
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

    /** Null if none may be run that this thread would have to. */
    private synchronized HandshakeTurn next(HandshakeTurn done) {
        ended(done);
        for (Iterator<HandshakeTurn> turns = waiting.iterator(); turns.hasNext(); ) {
            HandshakeTurn turn = turns.next();
            if (mayRun(turn)) {
                turns.remove();
                begins(turn);
                return turn;
            }
        }
        return null;
    }

    private boolean mayRun(HandshakeTurn turn) {
        return running < MOST && runningOf.getOrDefault(turn.origin(), 0) < MOST_OF_AN_ORIGIN;
    }

    private void begins(HandshakeTurn turn) {
        runningOf.merge(turn.origin(), 1, Integer::sum);
        running++;
    }

    private synchronized void ended(HandshakeTurn turn) {
        running--;
        runningOf.computeIfPresent(turn.origin(), (origin, count) -> count == 1 ? null : count - 1);
    }
}
