package dev.prewarm.pool;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** Two clocks that stand still while something happens, and what is to happen when. */
final class VirtualTime {
    private static final class Event implements Comparable<Event> {
        final long at;
        final long number;
        final Runnable action;

        Event(long at, long number, Runnable action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long number;
    private long now;
    private long stalled;
    private long awakeAt;
    private long wallAhead = TimeUnit.DAYS.toNanos(20_000);

    /** How late this JVM is now, in nanoseconds, where it is short of processor. */
    DoubleSupplier lateness = () -> 0;

    long now() {
        return now;
    }

    long wall() {
        return now + wallAhead;
    }

    void at(long moment, Runnable action) {
        events.add(new Event(Math.max(now, moment), number++, action));
    }

    void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    /** The VM stands still: whatever is due meanwhile happens late. */
    void stall(long nanos) {
        now += nanos;
        stalled += nanos;
    }

    /** The VM stands still, and everybody else goes on: what it does meanwhile it does then. */
    void pause(long nanos) {
        awakeAt = Math.max(awakeAt, now + nanos);
    }

    /**
     * What a thread of this JVM does as soon as it can.
     *
     * @param share of the lateness of a JVM that is short of processor
     */
    void awake(double share, Runnable action) {
        long late = Math.max(awakeAt - now, (long) (share * lateness.getAsDouble()));
        if (late > 0) {
            after(late, action);
        } else {
            action.run();
        }
    }

    /** How long the VM has stood still, in all. */
    long stalled() {
        return stalled;
    }

    /** The machine sleeps: only the time of day goes on. */
    void sleep(long nanos) {
        wallAhead += nanos;
    }

    void runUntil(long end) {
        while (!events.isEmpty() && events.peek().at <= end) {
            Event next = events.remove();
            now = Math.max(now, next.at);
            next.action.run();
        }
        now = Math.max(now, end);
    }
}
