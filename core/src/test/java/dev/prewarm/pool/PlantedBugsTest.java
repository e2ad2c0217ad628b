package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator finds bugs: each of these is put into the pool, and breaks a promise within so many seeds. */
class PlantedBugsTest {
    private static final int SEEDS = 1_000;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "opening not counted|Counters|return warm + opening;|return warm;",
                "one more than the cap|Filling|cap(now) - origin.counters().held());|cap(now) - origin.counters().held() + 1);",
                "one less in stock|Stock|duringLead.atLeast(k) > MISSED|duringLead.atLeast(k + 1) > MISSED",
                "no flush after a death|Pool|'if (shelf != null && (shelf.diedAgain(now, origin.idle().nanos()) || withSiblings)) {'|if (now < 0) {",
                "no flush after a time jump|TimeJump|boolean jumped = lastNow|boolean jumped = lastNow < 0 && lastNow",
                "no canary|Harm|return parked > 0 && watched == null|return parked < 0 && watched == null",
                "double hand-out|Shelf|return entry.is(Entry.State.PARKED) && entry.expiresAt()|return entry.expiresAt()",
                "handed out after its limit|Shelf|&& entry.expiresAt() > now && !entry.isTrial()|&& !entry.isTrial()",
                "a trial that lasts|Trial|TimeUnit.MILLISECONDS.toNanos(200)|TimeUnit.SECONDS.toNanos(2)",
                "no trial|Harm|this.isCautious = isCautious;|this.isCautious = false;",
                "auto grows untried|Harm|isCautious ? canaries.triedSize()|isCautious ? 2 * canaries.triedSize()",
                "a trial beyond the cap|OriginPool|Math.min(room, settings.max() - counters.held())|room",
                "no limit to what is wasted|Waste|'return now < backoff.until() || isTooMuch(now);'|return now < backoff.until();",
                "no wait after what is wasted|Waste|'return now < backoff.until() || isTooMuch(now);'|return now < backoff.last();",
                "what ends at once is not wasted|OriginPool|age - late <= Waste.FIRST|age - late < 0",
                "opened long after the last request|OriginPool|now - lastTake > keptWarm()|now < lastTake",
                "a miss not counted|Counters|all.miss();|all.hashCode();"
            })
    void isFound(String bug, String className, String line, String instead) throws Exception {
        Mutant mutant = Mutant.of(className, line, instead);
        String failure = null;
        for (long seed = 1; failure == null && seed <= SEEDS; seed++) {
            failure = mutant.failure(seed);
        }
        assertThat(failure).as(bug).isNotNull().contains("-Dprewarm.sim.seed=");
    }

    @Test
    void nothingIsFoundWhereNoneIsPlanted() throws Exception {
        Mutant none = Mutant.none();
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(none.failure(seed)).isNull();
        }
    }
}
