package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.Repetition;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdkRetryRuleTest {
    @Test
    void theClientRepeatsGetAndHeadOnly() {
        assertThat(JdkRetryRule.of("GET", null)).isEqualTo(Repetition.HARMLESS);
        assertThat(JdkRetryRule.of("HEAD", null)).isEqualTo(Repetition.HARMLESS);
        assertThat(JdkRetryRule.of("get", null)).isEqualTo(Repetition.NONE);
        assertThat(JdkRetryRule.of("POST", null)).isEqualTo(Repetition.NONE);
        assertThat(JdkRetryRule.of("PUT", null)).isEqualTo(Repetition.NONE);
        assertThat(JdkRetryRule.of("DELETE", null)).isEqualTo(Repetition.NONE);
    }

    @Test
    void aBodyMustBeOneThatCanCertainlyBeReadAgain() {
        assertThat(JdkRetryRule.of("GET", BodyPublishers.noBody())).isEqualTo(Repetition.HARMLESS);
        assertThat(JdkRetryRule.of("GET", BodyPublishers.ofString("a"))).isEqualTo(Repetition.HARMLESS);
        assertThat(JdkRetryRule.of("GET", BodyPublishers.ofByteArray(new byte[1])))
                .isEqualTo(Repetition.HARMLESS);
        for (BodyPublisher once : List.of(
                BodyPublishers.ofInputStream(InputStream::nullInputStream),
                BodyPublishers.fromPublisher(BodyPublishers.ofString("a")))) {
            assertThat(JdkRetryRule.of("GET", once)).isEqualTo(Repetition.NONE);
        }
    }
}
