package dev.prewarm.agent.apache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.Repetition;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Whether it is certain that a request is repeated should its connection be lost. */
class ApacheExchangeTest {
    private final ApacheRequestAttempts attempts = new ApacheRequestAttempts(0, true, false);
    private final ApacheExchange get = begin("GET", attempts);

    private static ApacheExchange begin(String method, ApacheRequestAttempts attempts) {
        attempts.begin();
        return new ApacheExchange(method, false, attempts, false);
    }

    @Test
    void byTheStandardRuleItIsIfIdempotent() {
        assertThat(get.repetition()).isEqualTo(Repetition.HARMLESS);
        assertThat(begin("POST", new ApacheRequestAttempts(0, true, false)).repetition())
                .isEqualTo(Repetition.RISKY);
    }

    @Test
    void byAnotherRuleOrByNobodyItIsNot() {
        assertThat(begin("GET", new ApacheRequestAttempts(0, false, false)).repetition())
                .isEqualTo(Repetition.NONE);
        assertThat(new ApacheExchange("GET", false, null, false).repetition()).isEqualTo(Repetition.NONE);
    }

    @Test
    void aChallengeIsNoRetry() {
        ApacheExchange challenged = get.next("GET", false, attempts, false);

        assertThat(challenged.repetition()).isEqualTo(Repetition.HARMLESS);
        assertThat(challenged.isRetry()).isFalse();
    }

    /** Whatever made the client repeat it: an answer, or an end on a connection that is not known here. */
    @Test
    void aRetryIsTheOneThereIs() {
        attempts.begin();
        ApacheExchange again = get.next("GET", false, attempts, false);

        assertThat(again.isRetry()).isTrue();
        assertThat(again.repetition()).isEqualTo(Repetition.NONE);
        assertThat(again.next("GET", false, new ApacheRequestAttempts(0, true, false), false)
                        .repetition())
                .as("a redirect is another request")
                .isEqualTo(Repetition.HARMLESS);
    }

    /** The async client's retry exec is entered again. */
    @Test
    void soItIsIfItWasCountedElsewhere() {
        ApacheExchange again = begin("GET", new ApacheRequestAttempts(1, true, false));

        assertThat(again.isRetry()).isTrue();
        assertThat(again.repetition()).isEqualTo(Repetition.NONE);
    }

    @Test
    void withoutARetryExecAnUnansweredConnectionTellsIt() {
        ApacheExchange unknown = new ApacheExchange("GET", false, null, false);
        assertThat(unknown.isRetry()).isFalse();
        ApacheTrackedConnection lost = new ApacheTrackedConnection(null, null, null);
        lost.established(new InetSocketAddress(1), new InetSocketAddress(2), this);
        unknown.opened(lost);

        assertThat(unknown.next("GET", false, null, false).isRetry()).isTrue();
    }

    /** By a 303, after a POST whose body could not be sent again. */
    @Test
    void aRedirectHasABodyOfItsOwn() {
        ApacheExchange post = begin("POST", new ApacheRequestAttempts(0, false, false));

        assertThat(post.next("GET", false, new ApacheRequestAttempts(0, true, false), false)
                        .repetition())
                .isEqualTo(Repetition.HARMLESS);
    }

    /** It answers by what it has, or by a 504, if its question is lost. */
    @Test
    void aCacheDoesNotRepeatItsQuestion() {
        assertThat(new ApacheExchange("GET", false, attempts, true).repetition())
                .isEqualTo(Repetition.NONE);
        assertThat(new ApacheExchange("GET", false, new ApacheRequestAttempts(0, true, true), true).repetition())
                .as("the application's own question")
                .isEqualTo(Repetition.HARMLESS);
    }
}
