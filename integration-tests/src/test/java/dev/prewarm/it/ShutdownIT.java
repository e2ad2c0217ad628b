package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Connection;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.ServerMode;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.ExitMidway;
import dev.prewarm.it.programs.FirstInHook;
import dev.prewarm.it.programs.Requests;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** How a JVM ends: what is parked by FIN, never by RST; and whatever is under way, without a word. */
class ShutdownIT {
    private static final int CLIENTS = 4;

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void endsWhatIsParkedWithFin(Jdk jdk) {
        for (Upstream fresh : new Upstream[] {Upstream.http(), Upstream.https()}) {
            try (Upstream upstream = fresh.start();
                    Child child = Child.of(jdk, Requests.class)
                            .agent("min=10")
                            .property("prewarm.origins", upstream.origin())
                            .args("url=" + upstream.url("/bytes/100"), "n=5", "hold=true")
                            .args("version=1.1", "trust=" + TestCertificates.trustStore())
                            .start()) {
                child.awaitLine("phase 1 done");
                Await.until(
                        "ten are parked and none is under way",
                        () -> parked(upstream) >= 10 && upstream.openNow() == parked(upstream));
                int parked = upstream.openNow();
                int before = upstream.silentEndedBy(Connection.End.CLIENT_FIN);
                child.terminate();
                child.awaitExit();
                // One more may have been opened meanwhile.
                Await.until(
                        "each has ended by FIN",
                        () -> upstream.openNow() == 0
                                && upstream.silentEndedBy(Connection.End.CLIENT_FIN) >= before + parked);
                assertThat(upstream.silentEndedBy(Connection.End.CLIENT_RST)).isZero();
            }
        }
    }

    private static int parked(Upstream upstream) {
        boolean isTls = upstream.origin().startsWith("https");
        return upstream.count(each -> each.silent() && !each.closed() && (each.handshaken() || !isTls));
    }

    /** Each client with an upstream of its own: some of its requests have got a warm connection, what is opened instead hangs. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void saysNothingOfHitsAndHandshakesThatAreUnderWay(Jdk jdk) {
        List<Upstream> upstreams = IntStream.range(0, CLIENTS)
                .mapToObj(i -> Upstream.https().start())
                .collect(Collectors.toList());
        String origins =
                upstreams.stream().map(each -> each.origin() + ";min=4").collect(Collectors.joining(","));
        String urls = upstreams.stream().map(Upstream::origin).collect(Collectors.joining(","));
        try (Child child = all(jdk, ExitMidway.class)
                .property("prewarm.origins", origins)
                .property("prewarm.idle", "1m")
                .property("prewarm.connect-timeout", "1m")
                .args("urls=" + urls)
                .start()) {
            child.awaitLine("warmed up");
            for (Upstream upstream : upstreams) {
                Await.until(
                        "four are parked and none is under way",
                        () -> upstream.openNow() >= 4 && handshakesUnderWay(upstream) == 0,
                        () -> upstream.connections() + child.output());
                upstream.mode(ServerMode.STALL_AT_ACCEPT);
            }
            child.send("go");
            for (Upstream upstream : upstreams) {
                Await.until(
                        "a hit and a handshake are under way",
                        () -> upstream.requests() > 3 && handshakesUnderWay(upstream) > 0,
                        () -> upstream.connections() + child.output());
            }
            child.send("exit");
            child.awaitSuccess();
            assertThat(child.out()).containsExactly("warmed up");
            assertThat(said(child))
                    .allMatch(line -> line.startsWith("[prewarm] "))
                    .noneMatch(line -> line.contains("Exception") || line.contains("ERROR"));
        } finally {
            upstreams.forEach(Upstream::close);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void aFirstClientInAShutdownHookStaysStock(Jdk jdk) {
        try (Upstream upstream = Upstream.http().start();
                Child child = all(jdk, FirstInHook.class)
                        .property("prewarm.origins", upstream.origin())
                        .args("url=" + upstream.url("/"))
                        .start()) {
            child.awaitSuccess();
            assertThat(child.out())
                    .containsExactly("answered jdk", "answered okhttp", "answered apache", "answered apache-async");
            assertThat(said(child)).isEmpty();
            assertThat(upstream.accepted()).isEqualTo(upstream.requests());
        }
    }

    private static int handshakesUnderWay(Upstream upstream) {
        return upstream.count(each -> each.end() == Connection.End.OPEN && !each.handshaken());
    }

    /** On stderr, but for what Apache's logging facade says. */
    private static List<String> said(Child child) {
        return child.err().stream().filter(line -> !line.startsWith("SLF4J: ")).collect(Collectors.toList());
    }

    private static Child.Launch all(Jdk jdk, Class<?> main) {
        return ApacheVersion.newest()
                .on(OkHttpJars.on(Child.of(jdk, main), OkHttpJars.newest()))
                .agent()
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD);
    }
}
