package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.planted.Mutant;
import java.lang.reflect.Method;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulator finds bugs: each of these is put into the pool, and breaks the promise it is about (by its number in DESIGN)
 * within so many seeds, as is said by what looks after that promise.
 */
class PoolPlantedBugsTest {
    /** What few seeds show; asked first, to be done sooner. */
    private static final long[] TELLING = {2_098, 868, 100};

    private static final int SEEDS = 2_500;
    private static final int HOURS = 200;
    private static final int TELLING_HOUR = 57;

    @ParameterizedTest(name = "{0} ({1})")
    @CsvSource(
            delimiter = '|',
            value = {
                "opening not counted|4: no more than max|' max='|status.Counters|return warm + opening;|return warm;",
                "one more than the cap|4: no more than max|' max='|Refill|cap(now) - facts.counters().held());|cap(now) - facts.counters().held() + 1);",
                "one less in stock|budget: hits|'beyond the budgets'|sizing.StockSize|duringLead.atLeast(k) > MISSED|duringLead.atLeast(k + 1) > MISSED",
                "no flush after a death|3: nothing that is as dead|'should have been flushed'|Pool|'if (stock != null && (stock.diedAgain(now, idle) || withSiblings)) {'|if (now < 0) {",
                "no flush after a time jump|3: nothing that is as dead|'should have been flushed'|ClockJump|boolean jumped = lastNow|boolean jumped = lastNow < 0 && lastNow",
                "no canary|4: harm is looked for|'no canary'|guard.Guard|'return stalls.isOn(now) && parked >= stalls.size() || canaries.isDue(now, parked, dwell);'|return now < 0;",
                "double hand-out|2: one request, one connection|'checked out twice'|Stock|return entry.is(PoolEntry.State.PARKED) && entry.expiresAt()|return entry.expiresAt()",
                "handed out after its limit|3: nothing beyond its limit|'after its limit'|Stock|&& entry.expiresAt() > now && !entry.isTrial()|&& !entry.isTrial()",
                "a trial that lasts|4: 200 ms for a trial|'for a trial, may be'|guard.Trial|TimeUnit.MILLISECONDS.toNanos(200)|TimeUnit.SECONDS.toNanos(2)",
                "no trial|4: auto is tried first|'opened before a trial was passed'|guard.Guard|this.isCautious = isCautious;|this.isCautious = false;",
                "auto grows untried|4: auto is tried size by size|'were seen to do no harm'|guard.Guard|isCautious ? canaries.triedSize()|isCautious ? 2 * canaries.triedSize()",
                "a trial beyond the cap|4: no more than max|' max='|OriginPool|Math.min(room, free)|room",
                "no limit to what is wasted|4: waste is bounded|'of the last minute were wasted'|sizing.WastedOpenings|'return isOutage || isLast(now) || now < backoff.until() || isTooMuch(now);'|'return isOutage || now < backoff.until();'",
                "no wait after what is wasted|4: waste is bounded|'wasted'|sizing.WastedOpenings|'return isOutage || isLast(now) || now < backoff.until() || isTooMuch(now);'|return now < backoff.last();",
                "what ends at once is not wasted|4: waste is bounded|'of the last minute were wasted'|OriginPool|age - late <= WastedOpenings.FIRST|age - late < 0",
                "opened long after the last request|4: nothing without requests|'opened long after the last request'|OpeningLimit|now - stocks.lastTake() > facts.keptWarm()|now < stocks.lastTake()",
                "a miss not counted|6: counters add up|'against opened='|Takes|take.coldOutcome() == TakeOutcome.MISS|take.coldOutcome() == null"
            })
    void isFound(String bug, String promise, String said, String className, String line, String instead)
            throws Exception {
        Mutant mutant = Mutant.of(getClass().getPackageName() + "." + className, line, instead);
        PrimitiveIterator.OfLong seeds = LongStream.concat(LongStream.of(TELLING), LongStream.rangeClosed(1, SEEDS))
                .iterator();
        String failure = null;
        while (seeds.hasNext() && (failure == null || !failure.contains(said))) {
            failure = failure(mutant, seeds.nextLong());
        }
        assertThat(failure).as(bug + ", promise " + promise).contains(said, "-Dprewarm.sim.seed=");
    }

    /** Two stalls that are answered soon after, however soon: what is slow for reasons of its own is convicted. */
    @Test
    void convictingByTheTimeOfLettingGoAloneIsFound() throws Exception {
        Mutant mutant = Mutant.of(
                getClass().getPackageName() + ".guard.Stalls",
                "boolean alike = isSecond && parts * Math.abs(itsLag - lag) < shifted;",
                "boolean alike = isSecond;");
        Method convicts = mutant.loadClass(FalseVerdicts.class.getName()).getDeclaredMethod("convicts", int.class);
        convicts.setAccessible(true);
        boolean convicted = false;
        for (int hour = TELLING_HOUR; hour < HOURS && !convicted; hour++) {
            convicted = (boolean) convicts.invoke(null, hour);
        }
        assertThat(convicted).as("a false conviction").isTrue();
    }

    @Test
    void noGrowingWaitIsFound() throws Exception {
        Mutant mutant = Mutant.of(
                getClass().getPackageName() + ".sizing.Backoff",
                "return Math.min(servesOthers ? MOST_OF_OURS : MOST, BASE << Math.min(MOST_DOUBLINGS, inARow - 1));",
                "return BASE;");

        assertThat(wastedByTrying(mutant)).isGreaterThan(3 * wastedByTrying(Mutant.none()) / 2);
    }

    private static long wastedByTrying(Mutant mutant) throws ReflectiveOperationException {
        Method wasted = mutant.loadClass(Dropped.class.getName()).getDeclaredMethod("wastedByTrying", int.class);
        wasted.setAccessible(true);
        return (long) wasted.invoke(null, HOURS / 10);
    }

    /** What the simulation of this seed breaks; null if nothing. */
    private static String failure(Mutant mutant, long seed) throws ReflectiveOperationException {
        Method failure = mutant.loadClass(SimulationRuns.class.getName()).getDeclaredMethod("failure", long.class);
        failure.setAccessible(true);
        return (String) failure.invoke(null, seed);
    }

    /** A few of them: all are run by {@link SimulationTest}. */
    @Test
    void nothingIsFoundWhereNoneIsPlanted() throws Exception {
        Mutant none = Mutant.none();
        for (long seed = 1; seed <= SEEDS / 50; seed++) {
            assertThat(failure(none, seed)).isNull();
        }
    }
}
