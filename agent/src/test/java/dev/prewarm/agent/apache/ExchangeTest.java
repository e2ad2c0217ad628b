package dev.prewarm.agent.apache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whether it is certain that a request is repeated should its connection be lost. */
class ExchangeTest {
    private final RequestAttempts attempts = new RequestAttempts(0, true, false);
    private final Exchange get = begin("GET", attempts);

    private static Exchange begin(String method, RequestAttempts attempts) {
        attempts.begin();
        return new Exchange(method, false, attempts, false);
    }

    @Test
    void byAStockRuleItIsIfIdempotent() {
        assertThat(get.isRepeatable()).isTrue();
        assertThat(begin("POST", new RequestAttempts(0, true, false)).isRepeatable())
                .isFalse();
    }

    @Test
    void byAnotherRuleOrByNobodyItIsNot() {
        assertThat(begin("GET", new RequestAttempts(0, false, false)).isRepeatable())
                .isFalse();
        assertThat(new Exchange("GET", false, null, false).isRepeatable()).isFalse();
    }

    @Test
    void aChallengeIsNoRetry() {
        Exchange challenged = get.next("GET", false, attempts, false);

        assertThat(challenged.isRepeatable()).isTrue();
        assertThat(challenged.isRetry()).isFalse();
    }

    /** Whatever made the client repeat it: an answer, or an end on a connection that is not known here. */
    @Test
    void aRetryIsTheOneThereIs() {
        attempts.begin();
        Exchange again = get.next("GET", false, attempts, false);

        assertThat(again.isRetry()).isTrue();
        assertThat(again.isRepeatable()).isFalse();
        assertThat(again.next("GET", false, new RequestAttempts(0, true, false), false)
                        .isRepeatable())
                .as("a redirect is another request")
                .isTrue();
    }

    /** The async client's retry exec is entered again. */
    @Test
    void soItIsIfItWasCountedElsewhere() {
        Exchange again = begin("GET", new RequestAttempts(1, true, false));

        assertThat(again.isRetry()).isTrue();
        assertThat(again.isRepeatable()).isFalse();
    }

    @Test
    void withoutARetryExecAnUnansweredConnectionTellsIt() {
        Exchange unknown = new Exchange("GET", false, null, false);
        assertThat(unknown.isRetry()).isFalse();
        TrackedConnection lost = new TrackedConnection(null, null, null);
        lost.established();
        unknown.opened(lost);

        assertThat(unknown.next("GET", false, null, false).isRetry()).isTrue();
    }

    /** By a 303, after a POST whose body could not be sent again. */
    @Test
    void aRedirectHasABodyOfItsOwn() {
        Exchange post = begin("POST", new RequestAttempts(0, false, false));

        assertThat(post.next("GET", false, new RequestAttempts(0, true, false), false)
                        .isRepeatable())
                .isTrue();
    }

    /** It answers by what it has, or by a 504, if its question is lost. */
    @Test
    void aCacheDoesNotRepeatItsQuestion() {
        assertThat(new Exchange("GET", false, attempts, true).isRepeatable()).isFalse();
        assertThat(new Exchange("GET", false, new RequestAttempts(0, true, true), true).isRepeatable())
                .as("the application's own question")
                .isTrue();
    }
}
