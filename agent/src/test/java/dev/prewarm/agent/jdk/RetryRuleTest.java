package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryRuleTest {
    @Test
    void theClientRepeatsGetAndHeadOnly() {
        assertThat(RetryRule.repeats("GET")).isTrue();
        assertThat(RetryRule.repeats("HEAD")).isTrue();
        assertThat(RetryRule.repeats("get")).isFalse();
        assertThat(RetryRule.repeats("POST")).isFalse();
        assertThat(RetryRule.repeats("PUT")).isFalse();
        assertThat(RetryRule.repeats("DELETE")).isFalse();
    }
}
