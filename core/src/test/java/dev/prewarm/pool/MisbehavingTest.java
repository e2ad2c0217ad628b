package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers of servers that misbehave see in the first hour, beyond what fails without us. All of them: {@link MisbehavingTable#main}. */
class MisbehavingTest {
    private static final long SEED = 1;
    private static final double[] RATES = {0.5, 5};

    private static int failedBeyond(String origins, String name, double perSecond) {
        return new Misbehaving(SimTroubles.all().get(name), SEED, origins, HOURS.toNanos(1))
                        .run(perSecond)
                        .books()
                        .failed()
                - new Misbehaving(SimTroubles.all().get(name), SEED, "", HOURS.toNanos(1))
                        .run(perSecond)
                        .books()
                        .failed();
    }

    /** A limit: at most two requests; the newest wins, or ends at once: none. What refuses while we hold any: two, and a few more by trying again. A deadline: three, and what is under way. */
    @ParameterizedTest
    @CsvSource({
        "'limit of 1, the newest refused', 2",
        "'limit of 2, the newest refused', 2",
        "'limit of 4, the newest refused', 2",
        "'limit of 4, the newest ended', 2",
        "'limit of 8, the newest reset', 2",
        "the newest ends the others, 0",
        "ended after 1 ms of silence, 0",
        "reset after 30 ms of silence, 0",
        "our TLS refused after the handshake, 0",
        "429 above 3 held, 3",
        "503 above 3 held, 6",
        "403 while silent ones are held, 9",
        "503 while silent ones are held, 9",
        "one address of three is dead, 0",
        "no answer 8 s after accept, 0",
        "500 8 s after accept, 4"
    })
    void failNoMoreThanSoMany(String name, int most) {
        for (double perSecond : RATES) {
            assertThat(failedBeyond(Misbehaving.NAMED, name, perSecond))
                    .as("%s, at %s/s", name, perSecond)
                    .isLessThanOrEqualTo(most);
        }
    }

    /** A trial holds connections beside a request's own: once one was refused, no more together than were seen to stand. */
    @ParameterizedTest
    @CsvSource({"'limit of 2, the newest refused', 5", "'limit of 4, the newest refused', 3"})
    void failNoMoreThanSoManyByAuto(String name, int most) {
        for (double perSecond : RATES) {
            assertThat(failedBeyond("auto", name, perSecond))
                    .as("%s, at %s/s", name, perSecond)
                    .isLessThanOrEqualTo(most);
        }
    }
}
