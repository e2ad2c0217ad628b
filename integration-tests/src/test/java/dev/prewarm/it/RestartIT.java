package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The upstream goes and comes back while requests of each client go on: no failure that a cold one would not have had. */
@Tag("long")
class RestartIT {
    private static final List<String> CLIENTS = List.of("jdk", "okhttp", "apache-classic", "apache-async");
    private static final int REQUESTS = 80;

    /** Over https on the newest JDK, over http on the other. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void onlyARefusedConnectFails(Jdk jdk) {
        onlyARefusedConnectFails(jdk, jdk.feature() == Jdks.youngest().feature());
    }

    private static void onlyARefusedConnectFails(Jdk jdk, boolean tls) {
        List<Child> children = new ArrayList<>();
        try (Upstream upstream = (tls ? Upstream.https() : Upstream.http()).start()) {
            CLIENTS.forEach(client -> children.add(start(client, jdk, upstream)));
            children.forEach(child -> child.awaitLine("phase 1 done"));
            children.forEach(child -> child.send("go"));
            children.forEach(child -> child.awaitLines("req ", REQUESTS + 10));
            upstream.stop();
            children.forEach(child -> Await.until(
                    "requests fail", () -> !RequestsRun.of(child).failed().isEmpty()));
            upstream.start();
            children.forEach(RestartIT::goesOn);
        } finally {
            children.forEach(Child::close);
        }
    }

    private static Child start(String client, Jdk jdk, Upstream upstream) {
        return ApacheVersion.newest()
                .on(OkHttpJars.on(Child.of(jdk, Requests.class), OkHttpJars.newest()))
                .agent()
                .property("prewarm.origins", upstream.origin())
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                .args("client=" + client, "url=" + upstream.url("/bytes/100"), "trust=" + TestCertificates.trustStore())
                .args("first=5", "n=" + REQUESTS, "rate=20", "phases=3", "watch=true")
                .start();
    }

    private static void goesOn(Child child) {
        child.awaitLine("phase 2 done");
        long hitsBefore = RequestsRun.of(child).pool("hits").getAsLong();
        child.send("go");
        child.awaitSuccess();
        RequestsRun run = RequestsRun.of(child);
        assertThat(run.failed()).as(child.output()).allMatch(line -> line.contains("ConnectException"));
        assertThat(run.ok().size() + run.failed().size()).isEqualTo(3 * REQUESTS);
        assertThat(run.pool("hits").getAsLong() - hitsBefore)
                .as("hits of the last " + REQUESTS + ", after the restart\n" + child.output())
                .isGreaterThanOrEqualTo(REQUESTS / 2);
    }
}
