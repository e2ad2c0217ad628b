package dev.prewarm.pool.sizing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long one endpoint was seen to leave silent connections alone, and usable: by that it is known how old a connection may be
 * for a request that must not be repeated. What is no longer seen is forgotten after 10 min, and one end that contradicts it
 * voids all of it. Nanoseconds throughout; the pool's lock guards it.
 */
public final class ProvenAge {
    private static final long KEPT = TimeUnit.MINUTES.toNanos(10);

    /** What is younger proves nothing that is of use. */
    private static final long LEAST = TimeUnit.SECONDS.toNanos(1);

    private static final long ANOTHER_MOMENT = TimeUnit.SECONDS.toNanos(1);

    private static final int SOUND = 5;
    private static final int USED = 2;
    private static final int MOMENTS = 3;

    // Where no request comes that may be risked to use one at that age.
    private static final int SOUND_UNUSED = 8;
    private static final int MOMENTS_UNUSED = 4;

    private static final int MOST = 64;

    /** So many may go unused in 10 min to see how old they grow. */
    private static final int MOST_RESTED = 8;

    /** It is known well enough if it comes so near to what a connection may be parked for. */
    private static final double ENOUGH = 0.8;

    /** Those that were opened together end together; whose ages differ by more have ended by a restart. */
    private static final double ALIKE_TOGETHER = 0.1;

    /** Of the age of one that is seen to end. */
    private static final double UNTIL_ENDED = 0.95;

    /** Ends whose ages differ by more are of two kinds: several backends behind one address. */
    private static final double ALIKE = 0.25;

    /** One connection that was sound at an age. */
    private static final class Sample {
        private final long at;
        private final long age;
        private final boolean isUsed;

        Sample(long at, long age, boolean isUsed) {
            this.at = at;
            this.age = age;
            this.isUsed = isUsed;
        }

        long age() {
            return age;
        }
    }

    private final List<Sample> samples = new ArrayList<>();
    private final Deque<Long> rested = new ArrayDeque<>();
    private long lastRisked = Long.MIN_VALUE;
    private long youngestEnd = Long.MAX_VALUE;
    private long oldestEnd;
    private long lastEnd = Long.MIN_VALUE;
    private long lastEndAge;
    private long restsFrom = Long.MIN_VALUE;
    private long proven;
    private long provenUntil = Long.MIN_VALUE;

    /** A request came that may be repeated, and could have used any. */
    public void risked(long now) {
        if (!isRisked(now)) {
            provenUntil = Long.MIN_VALUE;
        }
        lastRisked = now;
    }

    /** Whether requests come that may be repeated, and use old ones. */
    public boolean isRisked(long now) {
        return lastRisked != Long.MIN_VALUE && now - lastRisked <= KEPT;
    }

    /** Something went wrong here beside silent connections, or on one: for so long none is left alone only to learn from it. */
    public void troubled(long now, long nanos) {
        restsFrom = Math.max(restsFrom, now + nanos);
    }

    /** One has gone unused that was left alone to see how old it grows. */
    public void rested(long now) {
        rested.addLast(now);
    }

    /**
     * Whether some are to be left alone to see how old they grow.
     *
     * @param idle how long they may be parked
     */
    public boolean isWanted(long now, long idle) {
        while (!rested.isEmpty() && now - rested.peekFirst() >= KEPT) {
            rested.removeFirst();
        }
        return now >= restsFrom && rested.size() < MOST_RESTED && nanos(now) < ENOUGH * idle;
    }

    /** Below this age one that rests is left alone; above, whoever may be risked is to use it. */
    public static long enough(long idle) {
        return (long) (ENOUGH * idle);
    }

    /**
     * A connection was silent for so long and its server had not ended it.
     *
     * @param isUsed whether it was used then, and answered
     */
    public void sound(long now, long age, boolean isUsed) {
        provenUntil = Long.MIN_VALUE;
        if (age < LEAST) {
            return;
        }
        samples.add(new Sample(now, age, isUsed));
        if (samples.size() > MOST) {
            samples.remove(Collections.min(samples, Comparator.comparingLong(Sample::age)));
        }
    }

    /** A connection that was silent for so long was ended, or died as it was used. */
    public void ended(long now, long age) {
        long known = nanos(now);
        youngestEnd = Math.min(youngestEnd, age);
        oldestEnd = Math.max(oldestEnd, age);
        boolean isOfAnotherAge = Math.abs(age - lastEndAge) > ALIKE_TOGETHER * age;
        if (age < known || lastEnd != Long.MIN_VALUE && now - lastEnd < ANOTHER_MOMENT && isOfAnotherAge) {
            voided();
        }
        lastEnd = now;
        lastEndAge = age;
        provenUntil = Long.MIN_VALUE;
    }

    /** The same of one that was watched: it was sound until shortly before. */
    public void seenEnding(long now, long age) {
        ended(now, age);
        sound(now, (long) (UNTIL_ENDED * age), false);
    }

    /** The server was started again, or is another: nothing is known any more. */
    public void voided() {
        samples.clear();
        provenUntil = Long.MIN_VALUE;
    }

    /** The greatest age that is proven; 0 if none is. */
    public long nanos(long now) {
        if (now >= provenUntil) {
            forget(now);
            proven = Math.min(provenBySamples(now), mostByEnds());
            provenUntil = samples.isEmpty() ? Long.MAX_VALUE : samples.get(0).at + KEPT;
        }
        return proven;
    }

    private void forget(long now) {
        samples.removeIf(sample -> now - sample.at >= KEPT);
        if (lastEnd != Long.MIN_VALUE && now - lastEnd >= KEPT) {
            youngestEnd = Long.MAX_VALUE;
            oldestEnd = 0;
        }
    }

    /** Where ends come at two ages a connection may be of the kind that ends sooner, and its age says less. */
    private long mostByEnds() {
        return oldestEnd - youngestEnd > ALIKE * oldestEnd ? youngestEnd / 2 : youngestEnd;
    }

    private long provenBySamples(long now) {
        boolean isRisked = isRisked(now);
        int wanted = isRisked ? SOUND : SOUND_UNUSED;
        int usedWanted = isRisked ? USED : 0;
        int momentsWanted = isRisked ? MOMENTS : MOMENTS_UNUSED;
        List<Sample> eldestFirst = new ArrayList<>(samples);
        eldestFirst.sort(Comparator.comparingLong(Sample::age).reversed());
        int used = 0;
        for (int i = 0; i < eldestFirst.size(); i++) {
            used += eldestFirst.get(i).isUsed ? 1 : 0;
            long age = eldestFirst.get(i).age;
            if (i + 1 >= wanted && used >= usedWanted && moments(age) >= momentsWanted) {
                return age;
            }
        }
        return 0;
    }

    /** In how many moments one of at least that age was seen. */
    private int moments(long age) {
        int moments = 0;
        long last = Long.MIN_VALUE;
        for (Sample sample : samples) {
            if (sample.age >= age && (last == Long.MIN_VALUE || sample.at - last >= ANOTHER_MOMENT)) {
                moments++;
                last = sample.at;
            }
        }
        return moments;
    }
}
