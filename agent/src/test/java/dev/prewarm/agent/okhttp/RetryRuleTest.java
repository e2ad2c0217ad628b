package dev.prewarm.agent.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryRuleTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void repeatsWhatIsIdempotentIfTheClientRetriesAtAll(String method) {
        assertThat(RetryRule.repeats(method, true)).isTrue();
        assertThat(RetryRule.repeats(method, false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "get", "BREW"})
    void repeatsNothingElse(String method) {
        assertThat(RetryRule.repeats(method, true)).isFalse();
    }
}
