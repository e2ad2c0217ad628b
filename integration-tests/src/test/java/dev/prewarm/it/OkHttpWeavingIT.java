package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.OkHttpLoaders;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Which OkHttp is woven: all or nothing, per class loader. */
class OkHttpWeavingIT {
    private static final int REQUESTS = 8;
    private static final String NEWEST = "5.5.1";

    private static Child.Launch launch(Jdk jdk, Upstream upstream, String... versions) {
        Child.Launch launch = Child.of(jdk, OkHttpLoaders.class)
                .agent()
                .property("prewarm.origins", upstream.origin())
                .args("url=" + upstream.url("/"), "n=" + REQUESTS, "trust=" + TestCertificates.trustStore());
        for (String version : versions) {
            for (String jar : OkHttpJars.of(version).split(":")) {
                launch.classPath(Paths.get(jar));
            }
        }
        return launch;
    }

    private static RequestsRun run(Child child) {
        child.awaitSuccess(Duration.ofSeconds(60));
        assertThat(child.out()).as(child.output()).contains("ok=" + REQUESTS);
        return RequestsRun.of(child);
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void versionsOfOldStayAsTheyAreInSilence(Jdk jdk) {
        try (Upstream upstream = Upstream.https().start();
                Child child = launch(jdk, upstream, "3.13.1").start()) {
            run(child);
            assertThat(upstream.accepted()).isEqualTo(REQUESTS);
            assertThat(child.err()).noneMatch(line -> line.contains("OkHttp") || line.contains("WARN"));
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void switchedOffItIsLeftAlone(Jdk jdk) {
        try (Upstream upstream = Upstream.https().start();
                Child child = launch(jdk, upstream, NEWEST)
                        .property("prewarm.client.okhttp", "false")
                        .start()) {
            run(child);
            assertThat(upstream.accepted()).isEqualTo(REQUESTS);
            assertThat(child.err()).noneMatch(line -> line.contains("OkHttp") || line.contains("WARN"));
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void severalVersionsInOneJvmDrawOnOnePool(Jdk jdk) {
        String own = Paths.get("target", "test-classes").toAbsolutePath() + File.pathSeparator;
        try (Upstream upstream = Upstream.http().start();
                Child child = launch(jdk, upstream)
                        .args("loaders=" + own + OkHttpJars.of("3.14.9") + "|" + own + OkHttpJars.of("4.12.0") + "|"
                                + own + OkHttpJars.of(NEWEST))
                        .start()) {
            RequestsRun run = run(child);
            assertThat(child.out().stream().filter(line -> line.equals("ok=" + REQUESTS)))
                    .hasSize(3);
            assertThat(child.err())
                    .as(child.output())
                    .anyMatch(line -> line.contains("OkHttp 3.14.9 draws"))
                    .anyMatch(line -> line.contains("OkHttp 4.12.0 draws"))
                    .anyMatch(line -> line.contains("OkHttp " + NEWEST + " draws"));
            // All but the first one or two, which come before anything is ready.
            assertThat(run.origin(upstream.origin(), "hits").orElse(0)).isGreaterThanOrEqualTo(3 * REQUESTS - 4);
        }
    }

    /** As if a private field had another name: nothing of that version is woven, and one line says why. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void aVersionThatFitsOnlyInPartStaysAsItIs(Jdk jdk, @TempDir Path strange) throws IOException {
        String name = "okhttp3/internal/connection/RealConnection.class";
        Path file = strange.resolve(name);
        Files.createDirectories(file.getParent());
        String jar = OkHttpJars.of("4.12.0").split(":")[0];
        try (ZipFile zip = new ZipFile(jar)) {
            byte[] bytes = zip.getInputStream(zip.getEntry(name)).readAllBytes();
            String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("successCount", "successXount");
            Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        }
        try (Upstream upstream = Upstream.https().start()) {
            Child.Launch launch = launch(jdk, upstream).classPath(strange);
            for (String each : OkHttpJars.of("4.12.0").split(":")) {
                launch.classPath(Paths.get(each));
            }
            try (Child child = launch.start()) {
                run(child);
                assertThat(upstream.accepted()).isEqualTo(REQUESTS);
                assertThat(child.err().stream().filter(line -> line.contains("WARN")))
                        .singleElement()
                        .asString()
                        .contains("OkHttp 4.12.0 is not one that Prewarm knows")
                        .contains("there is no okhttp3.internal.connection.RealConnection.successCount");
            }
        }
    }
}
