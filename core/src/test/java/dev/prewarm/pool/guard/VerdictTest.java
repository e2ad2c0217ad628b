package dev.prewarm.pool.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of verdicts, row by row. A round trip is 20 ms; times are milliseconds. */
class VerdictTest {
    private static final long START = TimeUnit.DAYS.toNanos(1);
    private static final long ROUND_TRIP = nanos(20);
    private static final InetSocketAddress ENDPOINT = InetSocketAddress.createUnresolved("a.example.com", 80);
    private static final int PARKED = 3;

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static UsualTimes answersIn(long millis, int times) {
        UsualTimes usual = new UsualTimes();
        for (int i = 0; i < times; i++) {
            usual.served(START, request("unhindered"), nanos(millis));
        }
        return usual;
    }

    private static ObservedRequest request(String kind) {
        switch (kind) {
            case "unhindered":
                return ObservedRequest.unhindered(ENDPOINT, START, 0, PARKED);
            case "trial":
                return ObservedRequest.ofTrial(ENDPOINT, START, PARKED, new Trial(0, Trial.HOLD));
            case "incomplete":
                return ObservedRequest.ofTrial(ENDPOINT, START, PARKED, new Trial(1, Trial.HOLD));
            default:
                return ObservedRequest.stranger(ENDPOINT, START, 0, PARKED, 1);
        }
    }

    private static Verdict verdict(String kind, long letGo, long answered, boolean refused, UsualTimes usual) {
        ObservedRequest request = request(kind);
        if (letGo >= 0) {
            request.letGo(START + nanos(letGo));
        }
        return Verdict.of(START + nanos(answered), request, refused, usual, ROUND_TRIP);
    }

    /**
     * At an origin that answers in 100 ms as a rule: 130 ms are nothing out of the ordinary.
     *
     * @param kind a trial's may be one whose connections do not all stand yet
     * @param letGo after so long; -1: it was not
     */
    @ParameterizedTest(name = "{0}, let go at {1}, answered at {2}, refused {3}: {4}")
    @CsvSource({
        "unhindered,  -1,  100, true,  SAYS_NOTHING",
        "unhindered,  -1,  100, false, UNHINDERED",
        "unhindered,  -1, 9000, false, UNHINDERED",
        "stranger,    -1,  100, true,  SAYS_NOTHING",
        "stranger,   200,  290, true,  SAYS_NOTHING",
        "stranger,    -1,  100, false, USUAL",
        "stranger,    -1,  130, false, USUAL",
        "stranger,    -1,  131, false, SLOW",
        "stranger,    -1, 9000, false, SLOW",
        "stranger,   200,  201, false, STALLED",
        "stranger,   200,  320, false, STALLED",
        "stranger,   200,  321, false, LET_GO_IN_VAIN",
        "stranger,   200, 3000, false, LET_GO_IN_VAIN",
        "stranger,   100,  130, false, LET_GO_IN_VAIN",
        "trial,       -1,  100, true,  SAYS_NOTHING",
        "trial,       -1,  130, false, USUAL",
        "trial,       -1,  131, false, SLOW",
        "trial,      200,  201, false, STALLED",
        "trial,      200,  300, false, STALLED",
        "trial,      200,  301, false, SAYS_NOTHING",
        "trial,      100,  190, false, SAYS_NOTHING",
        "trial,      100,  120, false, SAYS_NOTHING",
        "incomplete,  -1,  100, false, SAYS_NOTHING",
        "incomplete,  -1, 9000, false, SAYS_NOTHING"
    })
    void whereAllIsAnsweredIn100Millis(String kind, long letGo, long answered, boolean refused, Verdict expected) {
        assertThat(verdict(kind, letGo, answered, refused, answersIn(100, 40))).isEqualTo(expected);
    }

    /** No answer is sooner than the closing: what is as usual did not wait for it. */
    @ParameterizedTest(name = "let go at {0}, answered at {1}: {2}")
    @CsvSource({"200, 310, USUAL", "200, 400, STALLED", "200, 451, SAYS_NOTHING"})
    void ofATrialWhereAllIsAnsweredIn250Millis(long letGo, long answered, Verdict expected) {
        assertThat(verdict("trial", letGo, answered, false, answersIn(250, 40))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}, let go at {1}, answered at {2}: {3}")
    @CsvSource({
        "unhindered, -1, 100, UNHINDERED",
        "stranger,  400, 410, SAYS_NOTHING",
        "trial,     200, 210, SAYS_NOTHING",
        "stranger,   -1, 100, USUAL",
        "stranger,   -1, 131, SLOW"
    })
    void whereLittleIsKnown(String kind, long letGo, long answered, Verdict expected) {
        assertThat(verdict(kind, letGo, answered, false, answersIn(100, 7))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"unhindered", "stranger", "trial"})
    void whatMayHaveBeenOvertakenSaysNothing(String kind) {
        ObservedRequest request = request(kind);
        request.overtaken();

        assertThat(Verdict.of(START + nanos(100), request, false, answersIn(100, 40), ROUND_TRIP))
                .isEqualTo(Verdict.SAYS_NOTHING);
    }
}
