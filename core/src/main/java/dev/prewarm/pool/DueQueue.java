package dev.prewarm.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Who is to be looked at when, so that a step costs nothing for those that have nothing to do. */
final class DueQueue<T> {
    private static final class Plan<T> {
        final T who;
        final long at;
        final long number;

        Plan(T who, long at, long number) {
            this.who = who;
            this.at = at;
            this.number = number;
        }

        long at() {
            return at;
        }

        long number() {
            return number;
        }
    }

    private final TreeSet<Plan<T>> queue =
            new TreeSet<>(Comparator.<Plan<T>>comparingLong(Plan::at).thenComparingLong(Plan::number));
    private final Map<T, Plan<T>> plans = new IdentityHashMap<>();
    private long number;

    /** At {@code at} instead of whatever was planned before; {@link Long#MAX_VALUE}: not at all. */
    void plan(T who, long at) {
        Plan<T> before = plans.get(who);
        if (before != null) {
            if (before.at == at) {
                return;
            }
            plans.remove(who);
            queue.remove(before);
        }
        if (at != Long.MAX_VALUE) {
            Plan<T> plan = new Plan<>(who, at, number++);
            plans.put(who, plan);
            queue.add(plan);
        }
    }

    /** As soon as possible: something about it has changed. */
    void touch(T who) {
        plan(who, Long.MIN_VALUE);
    }

    /** Those whose time has come, longest due first, {@code most} of them; they have no plan any more. */
    List<T> due(long now, int most) {
        List<T> due = new ArrayList<>(0);
        while (due.size() < most && !queue.isEmpty() && queue.first().at <= now) {
            Plan<T> plan = queue.pollFirst();
            plans.remove(plan.who);
            due.add(plan.who);
        }
        return due;
    }

    /** When the next one is due; {@link Long#MAX_VALUE} if nothing is planned. */
    long next() {
        return queue.isEmpty() ? Long.MAX_VALUE : queue.first().at;
    }
}
