package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Loaders;
import dev.prewarm.it.programs.Requests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Which OkHttp is woven: all or nothing, per class loader. */
class OkHttpWeavingIT {
    private static final int REQUESTS = 8;
    private static final String NEWEST = OkHttpJars.newest();

    private static Child.Launch launch(Jdk jdk, Class<?> program, Upstream upstream) {
        return Child.of(jdk, program)
                .agent()
                .property("prewarm.origins", upstream.origin())
                .args("client=okhttp", "url=" + upstream.url("/"), "n=" + REQUESTS, "rate=4", "first=1")
                .args("trust=" + TestCertificates.trustStore());
    }

    /** By that version, which is to stay as it is. */
    private static Child.Launch stock(Jdk jdk, Upstream upstream, String version, Path... before) {
        Child.Launch launch = launch(jdk, Requests.class, upstream).args("silent=true");
        Stream.of(before).forEach(launch::classPath);
        OkHttpJars.jars(version).forEach(launch::classPath);
        return launch;
    }

    private static RequestsRun run(Child child, int requests) {
        child.awaitSuccess();
        RequestsRun run = RequestsRun.of(child);
        assertThat(run.ok()).as(child.output()).hasSize(requests);
        return run;
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void versionsOfOldStayAsTheyAreInSilence(Jdk jdk) {
        try (Upstream upstream = Upstream.https().start();
                Child child = stock(jdk, upstream, "3.13.1").start()) {
            run(child, REQUESTS);
            assertThat(upstream.accepted()).isEqualTo(REQUESTS);
            assertThat(child.err()).noneMatch(line -> line.contains("OkHttp") || line.contains("WARN"));
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void severalVersionsInOneJvmDrawOnOnePool(Jdk jdk) {
        // All but the first one or two of each, which come before anything is ready.
        BusyMachine.enoughHits(
                "three versions of OkHttp, " + jdk,
                3 * REQUESTS - 4,
                () -> severalVersions(jdk),
                RequestsRun::foundStock);
    }

    private static RequestsRun severalVersions(Jdk jdk) {
        try (Upstream upstream = Upstream.http().start();
                Child child = launch(jdk, Loaders.class, upstream)
                        .args("paths=" + OkHttpJars.of("3.14.9") + "|" + OkHttpJars.of("4.12.0") + "|"
                                + OkHttpJars.of(NEWEST))
                        .start()) {
            RequestsRun run = run(child, 3 * REQUESTS);
            assertThat(child.err())
                    .as(child.output())
                    .anyMatch(line -> line.contains("OkHttp 3.14.9 uses"))
                    .anyMatch(line -> line.contains("OkHttp 4.12.0 uses"))
                    .anyMatch(line -> line.contains("OkHttp " + NEWEST + " uses"));
            return run;
        }
    }

    /** As if a private field had another name: nothing of that version is woven, and one line says why. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void aVersionThatFitsOnlyInPartStaysAsItIs(Jdk jdk, @TempDir Path strange) throws IOException {
        String name = "okhttp3/internal/connection/RealConnection.class";
        Path file = strange.resolve(name);
        Files.createDirectories(file.getParent());
        Path jar = OkHttpJars.jars("4.12.0").get(0);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            byte[] bytes = zip.getInputStream(zip.getEntry(name)).readAllBytes();
            String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("successCount", "successXount");
            Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        }
        try (Upstream upstream = Upstream.https().start();
                Child child = stock(jdk, upstream, "4.12.0", strange).start()) {
            run(child, REQUESTS);
            assertThat(upstream.accepted()).isEqualTo(REQUESTS);
            assertThat(child.err().stream().filter(line -> line.contains("WARN")))
                    .singleElement()
                    .asString()
                    .contains("OkHttp 4.12.0 is not supported")
                    .contains("there is no okhttp3.internal.connection.RealConnection.successCount");
        }
    }
}
