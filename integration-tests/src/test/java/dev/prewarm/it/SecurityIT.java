package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What SECURITY.md tells a reviewer: what the agent adds to a JVM, and that it adds nothing else. */
class SecurityIT {

    /** Read only, to see whose trust and key managers an SSLContext has; opened to the agent's own module alone. */
    private static final String OPENED = "open java.base/sun.security.ssl";

    /** The clients' own threads end some time after their clients, with the agent or without. */
    private static final String OF_A_CLIENT = "thread (daemon )?(HttpClient-|OkHttp |Okio |httpclient-|Keep-Alive).*";

    private static final List<String> SECRETS = List.of("hunter2", "s3cret", "t0ken");

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void addsOnePackageItsOwnThreadsOneFileAndNoPort(Jdk jdk, @TempDir Path home) throws Exception {
        Path config = Files.writeString(
                home.resolve("prewarm.properties"),
                "prewarm.max=4\ndatabase.password=hunter2\nprewarm.pasword=hunter2\n");
        try (Upstream http = Upstream.http().start();
                Upstream https = Upstream.https().start();
                Child without = launch(jdk, http, https, home).start();
                Child with = launch(jdk, http, https, home)
                        .agent()
                        .property("prewarm.log", "trace")
                        .property("prewarm.config", config)
                        .property(
                                "prewarm.origins", http.origin() + "," + https.origin() + ",https://u:s3cret@a.example")
                        .start()) {
            without.awaitLine("ready");
            with.awaitLine("ready");

            assertThat(more(with, without, "open ")).containsExactly(OPENED);
            assertThat(more(with, without, "thread "))
                    .filteredOn(line -> !line.matches(OF_A_CLIENT))
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("thread daemon prewarm-"));
            assertThat(more(with, without, "listening ")).isEmpty();

            Await.until("hits in its status", () -> StatusReader.of(with, https.origin())
                    .filter(status -> status.getInt("hits") > 0)
                    .isPresent());
            List<Path> files = StatusReader.files(with);
            assertThat(files).hasSize(1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.get(0))))
                    .isEqualTo("rw-------");
            String published = Files.readString(files.get(0));
            with.send("end");
            with.awaitSuccess();
            assertThat(files.get(0)).doesNotExist();
            assertThat(written(home)).containsExactly(config);
            for (String secret : SECRETS) {
                assertThat(published).doesNotContain(secret);
                assertThat(with.err()).noneMatch(line -> line.contains(secret));
            }
        }
    }

    private static Child.Launch launch(Jdk jdk, Upstream http, Upstream https, Path home) {
        return ApacheVersion.newest()
                .on(OkHttpJars.on(Child.of(jdk, Footprint.class), OkHttpJars.newest()))
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                .property("user.home", home)
                .property("java.io.tmpdir", home)
                .args("n=12", "url=" + http.url("/bytes/10?t=t0ken") + "," + https.url("/bytes/10?t=t0ken"));
    }

    private static List<String> more(Child with, Child without, String start) {
        List<String> more = new ArrayList<>(with.out());
        more.removeIf(line -> !line.startsWith(start));
        more.removeAll(without.out());
        return more;
    }

    private static List<Path> written(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toList());
        }
    }
}
