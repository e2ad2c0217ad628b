package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of verdicts, row by row, at an origin that answers in 100 ms as a rule. Times are milliseconds. */
class VerdictTest {
    private static final long START = TimeUnit.DAYS.toNanos(1);
    private static final int PARKED = 3;

    private final UsualTimes usual = new UsualTimes();

    @BeforeEach
    void answersIn100Millis() {
        for (int i = 0; i < 40; i++) {
            usual.served(nanos(100), 0);
        }
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /**
     * @param kind a trial's may be one whose connections do not all stand yet
     * @param letGo after so long; -1: it was not
     */
    @ParameterizedTest(name = "{0}, watched {1}, let go at {2}, answered at {3}, refused {4}: {5}")
    @CsvSource({
        "unhindered, false,  -1,  100, false, UNHINDERED",
        "unhindered, false,  -1, 9000, false, UNHINDERED",
        "unhindered, false,  -1,  100, true,  REFUSED",
        "alone,      false,  -1,  100, true,  REFUSES_ANYWAY",
        "stranger,   true,   -1,  100, true,  REFUSED",
        "stranger,   false,  -1,  100, true,  REFUSED",
        "stranger,   true,   -1,  100, false, USUAL",
        "stranger,   true,   -1,  125, false, USUAL",
        "stranger,   true,   -1,  140, false, AMBIGUOUS",
        "stranger,   true,  200,  290, false, SLOW_BECAUSE_OF_US",
        "stranger,   true,  200,  390, false, SLOW_BECAUSE_OF_US",
        "stranger,   true,  200,  410, false, AMBIGUOUS",
        "stranger,   true,  200, 3000, false, AMBIGUOUS",
        "stranger,   false,  -1,  100, false, USUAL",
        "stranger,   false,  -1,  140, false, SAYS_NOTHING",
        "trial,      true,   -1,  100, false, USUAL",
        "trial,      true,   -1,  140, false, AMBIGUOUS",
        "trial,      true,  100,  120, false, USUAL",
        "trial,      true,  200,  290, false, SLOW_BECAUSE_OF_US",
        "trial,      true,  100,  190, false, AMBIGUOUS",
        "trial,      false,  -1,  100, false, SAYS_NOTHING",
        "trial,      true,   -1,  100, true,  REFUSED",
        "incomplete, true,   -1,  100, false, SAYS_NOTHING",
        "incomplete, true,   -1, 9000, false, SAYS_NOTHING"
    })
    void verdict(String kind, boolean isWatched, long letGo, long answered, boolean refused, Verdict expected) {
        ObservedRequest request = request(kind);
        if (letGo >= 0) {
            request.release(START + nanos(letGo));
        }
        assertThat(Verdict.of(START + nanos(answered), request, refused, isWatched, usual))
                .isEqualTo(expected);
    }

    /** What others are refused without us is no evidence. */
    @ParameterizedTest
    @CsvSource({"unhindered, REFUSES_ANYWAY", "stranger, SAYS_NOTHING", "trial, SAYS_NOTHING"})
    void whereItRefusesAnyway(String kind, Verdict expected) {
        usual.refused();
        assertThat(Verdict.of(START + nanos(100), request(kind), true, true, usual))
                .isEqualTo(expected);
    }

    private static ObservedRequest request(String kind) {
        switch (kind) {
            case "alone":
                return ObservedRequest.unhindered(START, 0, 0);
            case "unhindered":
                return ObservedRequest.unhindered(START, 0, PARKED);
            case "trial":
                return ObservedRequest.ofTrial(START, PARKED, new Trial(0));
            case "incomplete":
                return ObservedRequest.ofTrial(START, PARKED, new Trial(1));
            default:
                return ObservedRequest.stranger(START, 0, PARKED, 1);
        }
    }
}
