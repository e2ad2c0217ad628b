package dev.prewarm.demo.upstream;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is under way, in order of arrival; of two that arrive at the same time, the one sent first. Time comes in. */
final class DelayLine<T> {
    /** What {@link #nanosToNext} says when nothing is under way. */
    static final long NOTHING = Long.MAX_VALUE;

    private final PriorityQueue<Entry<T>> underWay = new PriorityQueue<>(
            Comparator.<Entry<T>>comparingLong(e -> e.arrival).thenComparingLong(e -> e.number));
    private long sent;

    void send(T what, long arrival) {
        underWay.add(new Entry<>(what, arrival, sent++));
    }

    /** The next that has arrived by now, or null. */
    T poll(long now) {
        return nanosToNext(now) <= 0 ? underWay.remove().what : null;
    }

    long nanosToNext(long now) {
        Entry<T> next = underWay.peek();
        return next == null ? NOTHING : next.arrival - now;
    }

    private static final class Entry<T> {
        private final T what;
        private final long arrival;
        private final long number;

        Entry(T what, long arrival, long number) {
            this.what = what;
            this.arrival = arrival;
            this.number = number;
        }
    }
}
