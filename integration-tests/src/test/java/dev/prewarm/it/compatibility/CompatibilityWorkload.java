package dev.prewarm.it.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Tls;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Lanes;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Versions of a library on one JDK with the agent: a JVM in which, one version after the other, each in a class loader of its
 * own, each of its clients sends the same requests over each transport at the same time. Each sends to an upstream of its own
 * that closes, and so has counters of its own.
 */
final class CompatibilityWorkload implements AutoCloseable {
    static final int FIRST = 5;
    static final int THEN = 60;

    private static final Map<String, Supplier<Upstream>> TRANSPORTS = new LinkedHashMap<>();

    static {
        TRANSPORTS.put("http", Upstream::http);
        TRANSPORTS.put("TLS 1.3", () -> https("TLSv1.3"));
        TRANSPORTS.put("TLS 1.2", () -> https("TLSv1.2"));
    }

    private final Jdk jdk;
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<Lane, WorkloadFigures> figures = new HashMap<>();
    private final Child child;
    private AssertionError failure;

    CompatibilityWorkload(List<TestedClient> clients, List<String> versions, Jdk jdk) {
        this.jdk = jdk;
        for (String version : versions) {
            for (TestedClient client : clients) {
                TRANSPORTS.forEach((transport, upstream) -> lanes.add(
                        new Lane(client, version, transport, upstream.get().start())));
            }
        }
        child = Child.of(jdk, Lanes.class)
                .agent()
                .verified()
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                .property("prewarm.non-idempotent", "warm")
                // What one version had is not opened again while the next ones run: the counters would not be of the
                // end.
                .property("prewarm.keep-warm", "2s")
                .property("prewarm.origins", join(lanes, lane -> lane.upstream.origin()))
                .args("lanes="
                        + versions.stream()
                                .map(version -> join(
                                        of(version), lane -> lane.client.sender() + "@" + lane.upstream.url("/echo")))
                                .collect(Collectors.joining("|")))
                .args("paths="
                        + versions.stream()
                                .map(version -> clients.get(0).jars(version).stream()
                                        .map(Path::toString)
                                        .collect(Collectors.joining(File.pathSeparator)))
                                .collect(Collectors.joining("|")))
                .args(
                        "trust=" + TestCertificates.trustStore(),
                        "silent=" + clients.get(0).staysStock())
                .args("first=" + FIRST, "n=" + THEN, "gap=25")
                .start();
    }

    private static Upstream https(String protocol) {
        return Upstream.https(new Tls(TestCertificates.GOOD).protocols(protocol));
    }

    static Set<String> transports() {
        return TRANSPORTS.keySet();
    }

    /** Until the program has ended, and the upstreams have seen all of it. What went wrong is told by {@link #figures}. */
    void awaitEnd() {
        try {
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            lanes.forEach(lane -> figures.put(lane, lane.figures(run)));
        } catch (AssertionError e) {
            failure = e;
        }
    }

    /** Of one version, for each client and transport. */
    List<WorkloadFigures> figures(String version) {
        if (failure != null) {
            throw failure;
        }
        return of(version).stream().map(figures::get).collect(Collectors.toList());
    }

    /** What it logged. */
    List<String> log() {
        return child.err();
    }

    /** All it wrote, to put into a failure's message. */
    String output() {
        return child.output();
    }

    /** The upstreams of a version saw each request once, and none had only its TCP from the agent. */
    void assertEachWasSentOnce(String version) {
        RequestsRun run = RequestsRun.of(child);
        for (Lane lane : of(version)) {
            assertThat(lane.counted(run, "hitsTcp")).as(output()).isZero();
            assertThat(lane.upstream.requests())
                    .as("requests at %s", lane.upstream.origin())
                    .isEqualTo(FIRST + THEN);
        }
    }

    private List<Lane> of(String version) {
        return lanes.stream().filter(lane -> lane.version.equals(version)).collect(Collectors.toList());
    }

    private static String join(List<Lane> lanes, Function<Lane, String> text) {
        return lanes.stream().map(text).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        child.close();
        lanes.forEach(lane -> lane.upstream.close());
    }

    private final class Lane {
        final TestedClient client;
        final String version;
        final String transport;
        final Upstream upstream;

        Lane(TestedClient client, String version, String transport, Upstream upstream) {
            this.client = client;
            this.version = version;
            this.transport = transport;
            this.upstream = upstream;
        }

        WorkloadFigures figures(RequestsRun run) {
            long ok = of("ok");
            long failed = of("failed");
            long hits = counted(run, "hits");
            long connections = counted(run, "opened") + ok + failed - hits;
            // One that made way while it was being opened may not have come that far.
            long arrived = connections - counted(run, "evicted.surplus");
            Await.until(
                    "the upstream has accepted the " + arrived + " connections that were counted",
                    () -> upstream.accepted() >= arrived);
            return new WorkloadFigures(
                    client.id(),
                    version,
                    jdk.feature(),
                    transport,
                    ok + failed,
                    hits,
                    counted(run, "canaries"),
                    failed,
                    Math.max(0, upstream.accepted() - connections));
        }

        private long counted(RequestsRun run, String counter) {
            return run.origin(upstream.origin(), counter).orElse(0);
        }

        private long of(String what) {
            return child.out().stream()
                    .filter(line -> line.startsWith("lane " + upstream.url("/echo") + " "))
                    .map(line -> line.replaceFirst(".* " + what + "=(\\d+).*", "$1"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no figures of " + upstream.origin() + "\n" + output()));
        }
    }
}
