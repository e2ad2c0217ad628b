package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.ServerMode;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that close without saying so, or before they have read the request. */
class WhatAnswersShowIT {
    private static final int REQUESTS = 80;
    private static final int FIRST = 5;

    private static Child.Launch requests(String client, Upstream upstream, String paths) {
        return ApacheVersion.newest()
                .on(OkHttpJars.on(Child.of(Jdks.current(), Requests.class), OkHttpJars.newest()))
                .agent()
                .property("prewarm.origins", upstream.origin())
                .args("client=" + client, "url=" + paths, "n=" + REQUESTS, "rate=20")
                .args("trust=" + TestCertificates.trustStore());
    }

    /** More than three such answers: were they taken for such as keep the connection, nothing would be warmed from then on. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "okhttp", "apache-classic", "apache-async"})
    void anAnswerThatItsConnectionEndsCloses(String client) {
        try (Upstream upstream = Upstream.http().mode(ServerMode.UNTIL_CLOSE).start();
                Child child =
                        requests(client, upstream, upstream.url("/bytes/10")).start()) {
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).as(child.output()).hasSize(REQUESTS);
            assertThat(run.foundStock(upstream.origin())).as(child.output()).isGreaterThan(REQUESTS / 2);
        }
    }

    /** It says keep-alive and closes. These two clients see what becomes of a connection that they keep. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "apache-async"})
    void aServerThatBreaksItsPromiseCloses(String client) {
        try (Upstream upstream = Upstream.http().mode(ServerMode.LIE).start();
                Child child = requests(client, upstream, upstream.url("/bytes/10"))
                        .args("first=" + FIRST)
                        .start()) {
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            // What is sent while its connection ends may fail, as without the agent.
            assertThat(run.ok()).as(child.output()).hasSizeGreaterThan(REQUESTS - FIRST);
            assertThat(child.output()).contains("closes every connection");
            assertThat(run.foundStock(upstream.origin())).as(child.output()).isGreaterThan(REQUESTS / 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "okhttp", "apache-classic", "apache-async"})
    void aServerThatKeepsItIsLeftAlone(String client) {
        try (Upstream upstream = Upstream.http().mode(ServerMode.KEEP_ALIVE).start();
                Child child = requests(client, upstream, upstream.url("/bytes/10"))
                        .args("burst=5", "every=300")
                        .start()) {
            child.awaitSuccess();
            assertThat(RequestsRun.of(child).ok()).as(child.output()).hasSize(REQUESTS);
            assertThat(child.output())
                    .contains("keeps its connections: nothing to gain")
                    .doesNotContain("closes every connection");
        }
    }

    /** Some clients read the answer, some meet the reset first, as without the agent: it is no word on what is parked. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "okhttp", "apache-classic", "apache-async"})
    void anEarlyAnswerIsNoStaleEnd(String client) {
        try (Upstream upstream = Upstream.http().start();
                Child child = requests(client, upstream, upstream.url("/bytes/10") + "," + upstream.url("/early-reset"))
                        .property("prewarm.non-idempotent", "warm")
                        .args("method=mix", "body=3000000")
                        .start()) {
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.failed())
                    .as(child.output())
                    .allMatch(line -> line.contains("Broken pipe") || line.contains("Connection reset"));
            assertThat(run.foundStock(upstream.origin())).as(child.output()).isGreaterThan(REQUESTS / 2);
            assertThat(run.pool("staleHits")).as(child.output()).hasValue(0);
            assertThat(run.pool("evicted.flushed")).as(child.output()).hasValue(0);
        }
    }
}
