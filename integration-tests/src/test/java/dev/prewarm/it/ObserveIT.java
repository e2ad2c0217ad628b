package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.ServerMode;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Without prewarm.origins it only watches, and says once for each closing origin what would help. */
class ObserveIT {
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void advisesOncePerClosingOrigin(Jdk jdk) {
        try (Upstream closing = Upstream.https().start();
                Upstream keeping = Upstream.http().mode(ServerMode.KEEP_ALIVE).start();
                Child child = Child.of(jdk, Requests.class)
                        .agent()
                        .args("url=" + closing.url("/bytes/10") + "," + keeping.url("/bytes/10"), "n=20")
                        .args("trust=" + TestCertificates.trustStore())
                        .start()) {
            child.awaitSuccess();
            assertThat(RequestsRun.of(child).ok()).hasSize(20);
            List<String> advice = child.err().stream()
                    .filter(line -> line.contains("-Dprewarm.origins="))
                    .collect(Collectors.toList());
            assertThat(advice).as(child.output()).hasSize(1);
            assertThat(advice.get(0)).contains("INFO").contains("-Dprewarm.origins=" + closing.origin());
            assertThat(child.err())
                    .anyMatch(line -> line.matches(".* INFO java\\.net\\.http\\.HttpClient of JDK \\S+ is observed"));
            assertThat(closing.accepted()).as("nothing is opened ahead").isEqualTo(10);
            assertThat(RequestsRun.of(child).pool("opened")).hasValue(0);
        }
    }
}
