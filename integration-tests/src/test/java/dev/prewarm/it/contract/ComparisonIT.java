package dev.prewarm.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.drivers.JdkDriver;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdks;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comparison itself: another server, and a client told to send a POST twice, must be found different. */
class ComparisonIT {
    private static final String CLOSES = "close-after-request-post";

    @Test
    void aDifferenceIsSeen() {
        List<String> scenarios = List.of("good", "keep-alive", CLOSES);
        Child.Launch usually = Child.of(Jdks.current(), ContractProgram.class);
        Child.Launch otherwise =
                Child.of(Jdks.current(), ContractProgram.class).jvm("-Djdk.httpclient.enableAllMethodRetry=true");
        try (ContractRun usual = new ContractRun(usually, JdkDriver.class, scenarios, false, "warm");
                ContractRun other = new ContractRun(otherwise, JdkDriver.class, scenarios, false, "warm")) {
            Map<String, String> transcripts = usual.transcripts();
            other.transcripts();
            assertThat(transcripts.get("keep-alive")).contains("status=200").isNotEqualTo(transcripts.get("good"));
            assertThat(other.place(CLOSES).requests())
                    .isGreaterThan(usual.place(CLOSES).requests());
        }
    }
}
