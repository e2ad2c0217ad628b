package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Scratch;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A warm connection would not be asked for by {@code checkConnect}: where there is a SecurityManager, all is cold. */
class SecurityManagerIT {
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "okhttp", "apache-classic", "apache-async"})
    void connectsItself(String client) throws Exception {
        Assumptions.assumeTrue(Jdks.current().feature() < 24, "this JDK has no SecurityManager any more");
        Path policy = Scratch.directory("policy").resolve("all.policy");
        Files.writeString(policy, "grant { permission java.security.AllPermission; };");
        try (Upstream upstream = Upstream.http().start();
                Child child = ApacheVersion.newest()
                        .on(OkHttpJars.on(Child.of(Jdks.current(), Requests.class), OkHttpJars.newest()))
                        .agent()
                        .jvm("-Djava.security.manager", "-Djava.security.policy==" + policy)
                        .property("prewarm.origins", upstream.origin())
                        .args(
                                "client=" + client,
                                "url=" + upstream.url("/bytes/10"),
                                "version=1.1",
                                "n=20",
                                "trust=" + TestCertificates.trustStore())
                        .start()) {
            child.awaitSuccess(Duration.ofSeconds(60));
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).as(child.output()).hasSize(20);
            assertThat(run.pool("hits").orElse(0)).as(child.output()).isZero();
            assertThat(upstream.accepted()).isEqualTo(20);
        }
    }
}
