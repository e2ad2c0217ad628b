package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The agent comes into a JVM whose client is loaded and in use already. */
class AttachIT {
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void weavesClassesThatAreLoaded(Jdk jdk) throws Exception {
        try (Upstream upstream = Upstream.https().start();
                Child child = Child.of(jdk, Requests.class)
                        .args("url=" + upstream.url("/bytes/10"), "n=40", "phases=2", "attached=true")
                        .args("trust=" + TestCertificates.trustStore())
                        .start()) {
            child.awaitLine("phase 1 done");
            VirtualMachine target = VirtualMachine.attach(String.valueOf(child.pid()));
            try {
                target.loadAgent(Child.agentJar().toString(), "origins=" + upstream.origin());
                target.loadAgent(Child.agentJar().toString(), "origins=" + upstream.origin());
            } finally {
                target.detach();
            }
            child.send("go");
            child.awaitSuccess(Duration.ofSeconds(30));
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).as(child.output()).hasSize(80);
            assertThat(run.pool("hits").getAsLong()).as(child.output()).isGreaterThan(20);
            assertThat(child.err()).filteredOn(line -> line.contains("second")).hasSize(1);
        }
    }
}
