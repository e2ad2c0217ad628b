package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must not be sent twice is as warm as the rest, once it is seen how long silent connections are left alone. */
class PostTrafficTest {
    private static final int SEEDS = 4;

    @ParameterizedTest
    @CsvSource({
        "false, 1, 0.95",
        "true, 1, 0.95",
        "false, 5, 0.98",
        "true, 5, 0.98",
        "false, 20, 0.99",
        "true, 20, 0.99"
    })
    void afterTheFirstMinute(boolean tls, double perSecond, double hits) {
        PostTraffic traffic = new PostTraffic(tls, 50, 1).patience(20_000).run(perSecond, (long) (3_000 / perSecond));

        assertThat(traffic.hitRatio()).as("%s", traffic).isGreaterThanOrEqualTo(hits);
        assertThat(traffic.openedPerRequest()).as("%s", traffic).isLessThanOrEqualTo(1.10);
        assertThat(traffic.failed()).as("%s", traffic).isZero();
    }

    @Test
    void whereOthersComeBesideThem() {
        PostTraffic traffic =
                new PostTraffic(true, 50, 2).posts(0.5).patience(20_000).run(1, 3_000);

        assertThat(traffic.hitRatio()).as("%s", traffic).isGreaterThanOrEqualTo(0.95);
        assertThat(traffic.failed()).as("%s", traffic).isZero();
    }

    /** It shows that they are a burden there by no more than ending them: one in four requests may cost an unused one. */
    @ParameterizedTest
    @CsvSource({"false, 5000", "true, 5000", "false, 10000", "true, 10000"})
    void aServerThatEndsThemSoon(boolean tls, long patience) {
        double hits = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            PostTraffic traffic =
                    new PostTraffic(tls, 50, seed).patience(patience).run(1, 3_000);
            hits += traffic.hitRatio() / SEEDS;

            assertThat(traffic.openedPerRequest()).as("%s", traffic).isLessThanOrEqualTo(1.15);
            assertThat(traffic.failed()).as("%s", traffic).isZero();
        }
        assertThat(hits).isGreaterThanOrEqualTo(0.84);
    }

    @Test
    void twoBackendsBehindOneAddressThatEndThemAtDifferentAges() {
        PostTraffic traffic =
                new PostTraffic(false, 50, 4).twoBackends(5_000, 60_000, 2_000).run(2, 1_800);

        assertThat(traffic.failed()).as("%s", traffic).isZero();
    }

    @Test
    void aRestartCostsNoMoreThanWhatIsOnItsWay() {
        int failed = 0;
        for (long seed = 0; seed < 20; seed++) {
            failed += new PostTraffic(false, 50, seed)
                    .patience(20_000)
                    .restartAt(100)
                    .restartAt(130)
                    .run(5, 100)
                    .failed();
        }

        assertThat(failed).isLessThanOrEqualTo(2 * 20);
    }
}
