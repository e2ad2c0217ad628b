package dev.prewarm.agent.apache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whether a request is known to be repeated should its connection be lost. */
class ExchangeTest {
    private final Exchange get = new Exchange("GET", false, true, true);

    /** With an answer of that kind. */
    private static Exchange answered(Exchange exchange, boolean refusal) {
        Flown flown = new Flown(null, null, null);
        flown.answered(refusal);
        exchange.opened(flown);
        return exchange;
    }

    @Test
    void byTheStockRuleItIsIfIdempotent() {
        assertThat(get.isRepeatedIfLost()).isTrue();
        assertThat(new Exchange("POST", false, true, true).isRepeatedIfLost()).isFalse();
    }

    @Test
    void byAnotherRuleItMayBe() {
        Exchange other = new Exchange("GET", false, true, false);

        assertThat(other.isRepeatable()).isTrue();
        assertThat(other.isRepeatedIfLost()).isFalse();
        assertThat(new Exchange("GET", false, false, false).isRepeatable()).isFalse();
    }

    @Test
    void aChallengeIsNoRetry() {
        assertThat(answered(get, false).next("GET", false, false, false).isRepeatedIfLost())
                .isTrue();
    }

    @Test
    void aRetryAfterALostConnectionIsTheOneThereIs() {
        Flown lost = new Flown(null, null, null);
        lost.established();
        get.opened(lost);
        Exchange again = get.next("GET", false, false, false);

        assertThat(answered(again, false).next("GET", false, false, false).isRepeatedIfLost())
                .isFalse();
    }

    @Test
    void oneRetryIsAllThereIs() {
        Exchange again = answered(get, true).next("GET", false, false, false);

        assertThat(again.isRepeatable()).isTrue();
        assertThat(again.isRepeatedIfLost()).isFalse();
        assertThat(again.next("GET", false, true, true).isRepeatedIfLost())
                .as("a redirect is another request")
                .isTrue();
    }

    /** By a 303, after a POST whose body could not be sent again. */
    @Test
    void aRedirectHasABodyOfItsOwn() {
        Exchange post = new Exchange("POST", false, false, false);

        assertThat(answered(post, false).next("GET", false, true, true).isRepeatedIfLost())
                .isTrue();
        assertThat(answered(post, false).next("GET", false, false, false).isRepeatable())
                .isFalse();
    }
}
