package dev.prewarm.demo.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In the unit of one round trip = 100 ns, and with a server that answers at once. */
class DistanceTest {
    private static final long ACCEPTED = 1_000;

    private final Distance distance = new Distance(Duration.ofNanos(100));

    @Test
    void aColdHttpRequestTakesTwoRoundTrips() {
        assertThat(roundTrip(ACCEPTED)).isEqualTo(ACCEPTED + 200);
    }

    @Test
    void aColdHttpsRequestTakesThreeRoundTripsWithTls13() {
        long serverFlight = roundTrip(ACCEPTED);
        assertThat(roundTrip(serverFlight)).isEqualTo(ACCEPTED + 300);
    }

    @Test
    void aColdHttpsRequestTakesFourRoundTripsWithTls12() {
        long serverHello = roundTrip(ACCEPTED);
        long serverFinished = roundTrip(serverHello);
        assertThat(roundTrip(serverFinished)).isEqualTo(ACCEPTED + 400);
    }

    @Test
    void aRequestOnAConnectionOpenedLongBeforeTakesOne() {
        long now = ACCEPTED + 1_000_000;
        assertThat(roundTrip(now)).isEqualTo(now + 100);
    }

    @Test
    void bytesSentDuringTheTcpHandshakeWaitForItsEnd() {
        assertThat(distance.arrivalAtServer(ACCEPTED, ACCEPTED)).isEqualTo(ACCEPTED + 150);
        assertThat(distance.arrivalAtServer(ACCEPTED, ACCEPTED + 60)).isEqualTo(ACCEPTED + 150);
        assertThat(distance.arrivalAtServer(ACCEPTED, ACCEPTED + 100)).isEqualTo(ACCEPTED + 150);
        assertThat(distance.arrivalAtServer(ACCEPTED, ACCEPTED + 101)).isEqualTo(ACCEPTED + 151);
    }

    @Test
    void noDistanceIsNoDelay() {
        Distance none = new Distance(Duration.ZERO);
        assertThat(none.arrivalAtServer(ACCEPTED, ACCEPTED)).isEqualTo(ACCEPTED);
        assertThat(none.arrivalAtClient(ACCEPTED)).isEqualTo(ACCEPTED);
    }

    private long roundTrip(long sent) {
        return distance.arrivalAtClient(distance.arrivalAtServer(ACCEPTED, sent));
    }
}
