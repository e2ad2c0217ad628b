package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.ApacheServer;
import dev.prewarm.it.programs.Loaders;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What is woven and what is not: all of a known version of Apache HttpClient, in each class loader, or nothing. */
class ApacheGatingIT {
    private static final String[] LOAD = {"client=apache-async", "first=3", "n=15", "rate=8", "method=mix"};

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void twoVersionsInOneJvmBothWork(Jdk jdk) {
        try (Upstream upstream = Upstream.http().start();
                Child child = Child.of(jdk, Loaders.class)
                        .agent()
                        .property("prewarm.origins", upstream.origin())
                        .property("prewarm.non-idempotent", "warm")
                        .args("paths=" + path(ApacheVersion.lowest()) + "|" + path(ApacheVersion.newest()))
                        .args("url=" + upstream.url("/echo"))
                        .args(LOAD)
                        .start()) {
            RequestsRun run = finish(child);
            assertThat(run.ok()).hasSize(30);
            assertThat(told(child, " uses pre-warmed connections"))
                    .containsExactly(
                            ApacheVersion.lowest() + " uses pre-warmed connections",
                            ApacheVersion.newest() + " uses pre-warmed connections");
            assertThat(run.foundStock()).isGreaterThanOrEqualTo(20);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void aVersionThatFitsOnlyInPartStaysStockWithOneWarning(Jdk jdk) {
        try (Upstream upstream = Upstream.http().start();
                Child child = Child.of(jdk, Loaders.class)
                        .agent()
                        .property("prewarm.origins", upstream.origin())
                        .args("paths=" + path(ApacheVersion.newest()))
                        .args("hide=org/apache/hc/core5/reactor/IOSessionImpl.class")
                        .args("url=" + upstream.url("/echo"), "silent=true")
                        .args(LOAD)
                        .start()) {
            RequestsRun run = finish(child);
            assertThat(run.ok()).hasSize(15);
            assertThat(run.hasCounters()).isFalse();
            assertThat(upstream.accepted()).isEqualTo(15);
            assertThat(told(child, " WARN "))
                    .singleElement()
                    .asString()
                    .startsWith(ApacheVersion.newest() + " is not supported, left unmodified")
                    .contains("there is no class org.apache.hc.core5.reactor.IOSessionImpl");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void aServerOfHttpCoreNeverHearsOfIt(Jdk jdk) {
        Child.Launch launch = Child.of(jdk, ApacheServer.class).agent();
        for (Path jar : ApacheVersion.newest().jars()) {
            if (!jar.getFileName().toString().startsWith("httpclient5")) {
                launch.classPath(jar);
            }
        }
        try (Child child = launch.start()) {
            child.awaitSuccess();
            assertThat(child.out()).containsExactly("status=200");
            assertThat(child.err()).noneMatch(line -> line.contains("[prewarm]"));
        }
    }

    private static RequestsRun finish(Child child) {
        child.awaitSuccess();
        RequestsRun run = RequestsRun.of(child);
        assertThat(run.failed()).isEmpty();
        return run;
    }

    /** Log lines with that text, without time and level. */
    private static List<String> told(Child child, String text) {
        return child.err().stream()
                .filter(line -> line.contains(text))
                .map(line -> line.replaceFirst("^\\[prewarm] \\S+ [A-Z]+ ", ""))
                .collect(Collectors.toList());
    }

    private static String path(ApacheVersion version) {
        return version.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
