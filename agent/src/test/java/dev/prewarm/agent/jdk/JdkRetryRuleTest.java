package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdkRetryRuleTest {
    @Test
    void theClientRepeatsGetAndHeadOnly() {
        assertThat(JdkRetryRule.repeats("GET", null)).isTrue();
        assertThat(JdkRetryRule.repeats("HEAD", null)).isTrue();
        assertThat(JdkRetryRule.repeats("get", null)).isFalse();
        assertThat(JdkRetryRule.repeats("POST", null)).isFalse();
        assertThat(JdkRetryRule.repeats("PUT", null)).isFalse();
        assertThat(JdkRetryRule.repeats("DELETE", null)).isFalse();
    }

    @Test
    void aBodyMustBeOneThatCanCertainlyBeReadAgain() {
        assertThat(JdkRetryRule.repeats("GET", BodyPublishers.noBody())).isTrue();
        assertThat(JdkRetryRule.repeats("GET", BodyPublishers.ofString("a"))).isTrue();
        assertThat(JdkRetryRule.repeats("GET", BodyPublishers.ofByteArray(new byte[1])))
                .isTrue();
        for (BodyPublisher once : List.of(
                BodyPublishers.ofInputStream(InputStream::nullInputStream),
                BodyPublishers.fromPublisher(BodyPublishers.ofString("a")))) {
            assertThat(JdkRetryRule.repeats("GET", once)).isFalse();
        }
    }
}
