package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.BlackHole;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Connection;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.ServerMode;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Tls;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Unanswered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Requests on connections of the client's own that get no answer: the client reports the same, and the pool knows how they ended. */
@Tag("long")
class UnansweredIT {
    private static final List<String> CLIENTS = List.of("jdk", "okhttp", "apache", "apache-async");

    /** How each ends, as the log at debug has it; what waits leads to stock as soon as it is over. */
    private static final Map<String, String> ENDS = Map.of(
            "closed-port", "its connection was refused",
            "no-connect", "its connect was not answered in time",
            "closes", "its upstream ended the connection",
            "closes-tls", "its upstream ended the connection",
            "resets-tls", "its (connection was refused|upstream ended the connection)",
            "untrusted", "its client gave it up",
            "stalls", "its client gave it up",
            "stalls-tls", "its client gave it up",
            "cancelled", "its client gave it up");

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void sameWithAndWithoutTheAgent(Jdk jdk) {
        try (Upstreams without = new Upstreams();
                Upstreams with = new Upstreams();
                Child plain = without.launch(jdk).start();
                Child warmed = with.launch(jdk)
                        .agent()
                        .property("prewarm.log", "debug")
                        .property("prewarm.origins", String.join(",", with.urls.values()))
                        .start()) {
            plain.awaitLine("all ended");
            warmed.awaitLine("all ended");
            assertThat(endings(warmed)).as(warmed.output()).isEqualTo(endings(plain));
            with.urls.forEach((name, origin) -> {
                String end = ENDS.get(name.substring(name.indexOf('.') + 1));
                assertThat(warmed.err())
                        .as(name + " " + origin + "\n" + warmed.output())
                        .filteredOn(line -> line.contains(origin) && line.contains("a request got no answer"))
                        .isNotEmpty()
                        .allMatch(line -> line.matches(".*" + end));
            });
            with.waiting.forEach((name, upstream) -> Await.until(
                    "stock for " + name,
                    () -> upstream.count(each -> each.silent() && each.end() == Connection.End.OPEN) > 0,
                    warmed::output));
            plain.send("go");
            warmed.send("go");
            plain.awaitSuccess();
            warmed.awaitSuccess();
        }
    }

    private static List<String> endings(Child child) {
        return child.out().stream()
                .filter(line -> line.startsWith("ended "))
                .map(UnansweredIT::settled)
                .collect(Collectors.toList());
    }

    /** Without what a client itself tells in varying ways: which of two timers was first, or which failure of a cancelled exchange. */
    private static String settled(String line) {
        return line.replaceAll("(okhttp\\.stalls\\S* \\S+: ).*(timed out|timeout).*", "$1<timed out>")
                .replaceAll("(jdk\\.stalls\\S* .*?request timed out) <- .*", "$1")
                .replaceAll("(jdk\\.cancelled ).*CancellationException.*", "$1<cancelled>");
    }

    /** A server that has had the request for long, and then ends the connection: that of a hit is seen as such. */
    @Test
    void hitsThatEndLateAreSeen() {
        List<Upstream> upstreams = new ArrayList<>();
        for (int i = 0; i < CLIENTS.size(); i++) {
            upstreams.add(Upstream.http().start());
            upstreams.add(Upstream.https().start());
        }
        Child.Launch launch = launch(Jdks.youngest());
        for (int i = 0; i < upstreams.size(); i++) {
            String scheme = i % 2 == 0 ? "" : "-tls";
            launch.args(CLIENTS.get(i / 2) + ".late" + scheme + "="
                    + upstreams.get(i).origin());
        }
        launch.agent()
                .property(
                        "prewarm.origins",
                        upstreams.stream().map(Upstream::origin).collect(Collectors.joining(",")));
        try (Child child = launch.start()) {
            child.awaitLine("all ended");
            assertThat(endings(child))
                    .as(child.output())
                    .hasSize(upstreams.size())
                    .allMatch(line -> line.matches(".* stale=[1-9]"));
            child.send("go");
            child.awaitSuccess();
        } finally {
            upstreams.forEach(Upstream::close);
        }
    }

    private static Child.Launch launch(Jdk jdk) {
        boolean oldest = jdk.feature() == Jdks.all().get(0).feature();
        ApacheVersion apache = oldest ? ApacheVersion.lowest() : ApacheVersion.newest();
        String okHttp = oldest ? OkHttpJars.versions().get(0) : OkHttpJars.newest();
        return apache.on(OkHttpJars.on(Child.of(jdk, Unanswered.class), okHttp))
                .args("trust=" + TestCertificates.trustStore())
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD);
    }

    /** For each client its own. */
    private static final class Upstreams implements AutoCloseable {
        final Map<String, String> urls = new LinkedHashMap<>();
        final Map<String, Upstream> waiting = new LinkedHashMap<>();
        private final List<AutoCloseable> toClose = new ArrayList<>();

        Upstreams() {
            for (String client : CLIENTS) {
                BlackHole hole = new BlackHole();
                toClose.add(hole);
                urls.put(client + ".closed-port", "http://127.0.0.1:" + refusing());
                urls.put(client + ".no-connect", hole.origin());
                add(client + ".closes", Upstream.http().mode(ServerMode.CLOSE_AT_ACCEPT));
                add(client + ".closes-tls", Upstream.https().mode(ServerMode.CLOSE_AFTER_REQUEST));
                add(client + ".resets-tls", Upstream.https().mode(ServerMode.RESET_AT_FIRST_BYTE));
                add(client + ".untrusted", Upstream.https(new Tls(TestCertificates.UNTRUSTED)));
                add(client + ".stalls-tls", Upstream.https().mode(ServerMode.STALL));
                waiting.put(
                        client + ".stalls",
                        add(client + ".stalls", Upstream.http().mode(ServerMode.STALL)));
                waiting.put(
                        client + ".cancelled",
                        add(client + ".cancelled", Upstream.http().mode(ServerMode.STALL)));
            }
        }

        /** A port that is taken, and nobody listens on. */
        private int refusing() {
            try {
                Socket bound = new Socket();
                bound.bind(new InetSocketAddress("127.0.0.1", 0));
                toClose.add(bound);
                return bound.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Upstream add(String name, Upstream upstream) {
            upstream.start();
            toClose.add(upstream);
            urls.put(name, upstream.origin());
            return upstream;
        }

        Child.Launch launch(Jdk jdk) {
            Child.Launch launch = UnansweredIT.launch(jdk);
            urls.forEach((name, origin) -> launch.args(name + "=" + origin + "/bytes/5"));
            return launch;
        }

        @Override
        public void close() {
            for (AutoCloseable each : toClose) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
