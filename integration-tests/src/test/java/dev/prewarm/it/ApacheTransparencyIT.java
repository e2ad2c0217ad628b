package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.programs.ApacheScenarios;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What {@link TransparencyIT} is for java.net.http.HttpClient, for Apache HttpClient 5 classic and async, at both ends of
 * the range of versions: same transcripts, same number of requests at the server, with and without the agent.
 */
class ApacheTransparencyIT {
    /** Those that must be served from stock, by name as of {@link Setting#ALL}. */
    private static final Set<String> WARM = Set.of(
            "good",
            "good-tls",
            "good-tls12",
            "good-tls-no-alpn",
            "http-1.0",
            "head",
            "methods",
            "chunked",
            "redirect",
            "late-closed",
            "late-closed-tls",
            "late-reset",
            "late-reset-tls");

    /** Scenarios that are named by what the client does. */
    private static final Map<String, String> SERVERS =
            Map.of("local-bind", "good", "other-trust", "good-tls", "own-strategy", "good-tls");

    private static final Set<String> NEVER_WARM = Set.of("local-bind", "proxy", "proxy-tunnel", "own-strategy");

    @TestFactory
    Stream<DynamicNode> sameWithAndWithoutAgent() {
        return Jdks.all().stream().flatMap(jdk -> ApacheVersion.ends().stream()
                .flatMap(version -> Stream.of(false, true).map(async -> compare(jdk, version, async))));
    }

    private static Map<String, Supplier<Setting>> settings() {
        Map<String, Supplier<Setting>> settings = new LinkedHashMap<>();
        for (String name : ApacheScenarios.names()) {
            settings.put(name, Setting.ALL.get(SERVERS.getOrDefault(name, name)));
        }
        return settings;
    }

    private static Child.Launch launch(Jdk jdk, ApacheVersion version, boolean async) {
        return version.on(Child.of(jdk, ApacheScenarios.class))
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                .args("async=" + async);
    }

    /** A text without which the scenario did not play as meant. */
    private static String mustSee(String name, ApacheVersion version, boolean async) {
        switch (name) {
            case "other-trust":
                return async || !version.equals(ApacheVersion.lowest()) ? "status=200" : "javax.net.ssl.SSL";
            case "untrusted":
                return "PKIX path building failed";
            case "wrong-host":
            case "client-auth-needed":
                return "javax.net.ssl.SSL";
            case "refused":
            case "refused-tls":
                return "HttpHostConnectException";
            case "unknown-host":
                return "java.net.UnknownHostException";
            case "response-timeout":
            case "response-timeout-tls":
                return "java.net.SocketTimeoutException";
            case "closes-without-a-byte":
            case "closes-without-a-byte-tls":
                return async ? "ConnectionClosedException" : "NoHttpResponseException";
            case "reset":
            case "reset-tls":
                return "java.net.SocketException";
            case "closes-after-handshake":
            case "reset-at-first-byte-tls":
            case "closes-at-first-byte-tls":
            case "cancelled":
            case "cancelled-tls":
                return "Exception";
            default:
                return "status=200";
        }
    }

    private static DynamicNode compare(Jdk jdk, ApacheVersion version, boolean async) {
        try (ScenarioRun without = new ScenarioRun(launch(jdk, version, async), false, settings());
                ScenarioRun with = new ScenarioRun(launch(jdk, version, async), true, settings())) {
            Map<String, String> expected = without.transcripts();
            Map<String, String> actual = with.transcripts();
            RequestsRun counted = with.counted();
            String which = version + (async ? " async" : " classic") + " on " + jdk;
            Stream<DynamicNode> same = ApacheScenarios.names().stream()
                    .map(name -> DynamicTest.dynamicTest(name, () -> {
                        String what = name + ", " + which;
                        assertThat(expected.get(name)).as(what).contains(mustSee(name, version, async));
                        assertThat(actual.get(name)).as(what).isEqualTo(expected.get(name));
                        long hits = counted.origin(with.setting(name).origin(), "hits")
                                .orElse(0);
                        ScenarioRun.assertSameRequests(name, what, without, with, hits);
                        if (WARM.contains(name)) {
                            assertThat(hits).as("hits, " + what).isPositive();
                        } else if (NEVER_WARM.contains(name)) {
                            assertThat(hits).as("hits, " + what).isZero();
                        }
                    }));
            return DynamicContainer.dynamicContainer(which, same);
        }
    }
}
