package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryRuleTest {
    @Test
    void theClientRepeatsGetAndHeadOnly() {
        assertThat(RetryRule.repeats("GET", null)).isTrue();
        assertThat(RetryRule.repeats("HEAD", null)).isTrue();
        assertThat(RetryRule.repeats("get", null)).isFalse();
        assertThat(RetryRule.repeats("POST", null)).isFalse();
        assertThat(RetryRule.repeats("PUT", null)).isFalse();
        assertThat(RetryRule.repeats("DELETE", null)).isFalse();
    }

    @Test
    void aBodyMustBeOneThatCanCertainlyBeReadAgain() {
        assertThat(RetryRule.repeats("GET", BodyPublishers.noBody())).isTrue();
        assertThat(RetryRule.repeats("GET", BodyPublishers.ofString("a"))).isTrue();
        assertThat(RetryRule.repeats("GET", BodyPublishers.ofByteArray(new byte[1])))
                .isTrue();
        for (BodyPublisher once : List.of(
                BodyPublishers.ofInputStream(InputStream::nullInputStream),
                BodyPublishers.fromPublisher(BodyPublishers.ofString("a")))) {
            assertThat(RetryRule.repeats("GET", once)).isFalse();
        }
    }
}
