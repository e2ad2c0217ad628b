package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Attaching;
import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.Recorder;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.InUse;
import dev.prewarm.it.programs.Requests;
import dev.prewarm.it.programs.Spoiler;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The agent comes into a JVM whose client is loaded and in use already. */
@Tag("slow")
class AttachIT {
    private static final String OKHTTP_CLASSES =
            "okhttp3/internal/http/CallServerInterceptor,okhttp3/internal/connection/RealConnection";
    private static final String APACHE_CLASSES = "org/apache/hc/client5/http/impl/classic/MainClientExec,"
            + "org/apache/hc/client5/http/impl/classic/ConnectExec";
    private static final String JDK_CLASSES = "jdk/internal/net/http/Http1Response,jdk/internal/net/http/MultiExchange";

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void weavesClassesThatAreLoaded(Jdk jdk) {
        BusyMachine.enoughHits("attached, " + jdk, 21, () -> attachedInUse(jdk), RequestsRun::foundStock);
    }

    private static RequestsRun attachedInUse(Jdk jdk) {
        try (Upstream upstream = Upstream.https().start();
                Child child = Child.of(jdk, Requests.class)
                        .verified()
                        .args("url=" + upstream.url("/bytes/10"), "n=100", "phases=2", "attached=true")
                        .args("trust=" + TestCertificates.trustStore())
                        .start()) {
            child.awaitLine("phase 1 done");
            attach(child, upstream);
            // Another one changes nothing: origins can't be.
            attach(child, upstream);
            child.send("go");
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).as(child.output()).hasSize(200);
            assertThat(child.err()).noneMatch(line -> line.contains(" WARN "));
            return run;
        }
    }

    /** Clients that have connected before, with sockets, engines and reactors of their own by then. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void weavesOtherClientsThatAreInUse(Jdk jdk) {
        try (Upstream http = Upstream.http().start();
                Upstream https = Upstream.https().start();
                Child child = ApacheVersion.newest()
                        .on(OkHttpJars.on(Child.of(jdk, InUse.class), OkHttpJars.newest()))
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .args("clients=okhttp,apache,apache-async", "origins=" + http.origin() + "," + https.origin())
                        .start()) {
            child.awaitLine("in use");
            int before = http.accepted() + https.accepted();
            attach(child, http, https);
            child.send("go");
            child.awaitSuccess();
            assertThat(before).isEqualTo(InUse.REQUESTS * 3 * 2);
            assertThat(child.err()).as(child.output()).noneMatch(line -> line.contains(" WARN "));
            assertThat(child.out())
                    .as(child.output())
                    .filteredOn(line -> line.startsWith("hits "))
                    .hasSize(3 * 2)
                    .allMatch(line -> Integer.parseInt(line.substring(line.lastIndexOf('=') + 1)) > 0);
        }
    }

    /** At the lowest version of each, on the oldest JDK, and the JDK's own on each: no request fails, and some have hits. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> whileRequestsAreUnderWay() {
        Jdk oldest = Jdks.all().get(0);
        return Stream.concat(
                Stream.of("okhttp", "apache-classic", "apache-async").map(client -> underWay(client, oldest)),
                Jdks.all().stream().map(jdk -> underWay("jdk", jdk)));
    }

    private static DynamicTest underWay(String client, Jdk jdk) {
        String which = client + ", " + jdk;
        return DynamicTest.dynamicTest(
                which,
                () -> BusyMachine.enoughHits(
                        "attached under way, " + which,
                        1,
                        () -> attachedUnderWay(client, jdk),
                        RequestsRun::foundStock));
    }

    private static RequestsRun attachedUnderWay(String client, Jdk jdk) {
        int requests = 150;
        String okhttp = OkHttpJars.versions().get(0);
        try (Upstream upstream = Upstream.https().start();
                Child child = ApacheVersion.lowest()
                        .on(OkHttpJars.on(Child.of(jdk, Requests.class), okhttp))
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .args("client=" + client, "url=" + upstream.url("/bytes/10"), "attached=true", "method=mix")
                        .args("first=5", "n=" + requests, "rate=50", "phases=2")
                        .args("trust=" + TestCertificates.trustStore())
                        .start()) {
            child.awaitLines("req ", 20);
            attach(child, upstream);
            child.awaitLine("phase 1 done");
            child.send("go");
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.ok()).as(child.output()).hasSize(2 * requests);
            assertThat(upstream.requests()).isEqualTo(2 * requests);
            assertThat(child.err()).as(child.output()).noneMatch(line -> line.contains(" WARN "));
            return run;
        }
    }

    /** Another agent is in the way: what is woven of such a client already hands out nothing. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void aClientWithAClassThatTakesNoEditsStaysStock(Jdk jdk) {
        try (Spoilt okhttp = new Spoilt(jdk, "okhttp", "jdk", OKHTTP_CLASSES);
                Spoilt apache = new Spoilt(jdk, "apache", "jdk", APACHE_CLASSES);
                Spoilt itself = new Spoilt(jdk, "jdk", "okhttp", JDK_CLASSES)) {
            okhttp.staysStock();
            apache.staysStock();
            itself.staysStock();
        }
    }

    /** One client, some of whose classes take no edits, beside another one. */
    private static final class Spoilt implements AutoCloseable {
        private final Upstream upstream = Upstream.http().start();
        private final String client;
        private final String other;
        private final Child child;

        Spoilt(Jdk jdk, String client, String other, String classes) {
            this.client = client;
            this.other = other;
            this.child = ApacheVersion.newest()
                    .on(OkHttpJars.on(Child.of(jdk, InUse.class), OkHttpJars.newest()))
                    .agent(Recorder.jarOf(Spoiler.class), classes)
                    .args("clients=" + other + "," + client, "origins=" + upstream.origin())
                    .start();
        }

        void staysStock() {
            child.awaitLine("in use");
            attach(child, upstream);
            child.send("go");
            child.awaitSuccess();
            assertThat(child.out())
                    .as(child.output())
                    .contains("hits " + client + " " + upstream.origin() + "=0")
                    .doesNotContain("hits " + other + " " + upstream.origin() + "=0");
            assertThat(child.err().stream().filter(line -> line.contains(" WARN ")))
                    .as(child.output())
                    .singleElement()
                    .asString()
                    .contains("could not be woven, it connects normally")
                    .contains("the JVM refused to change");
        }

        @Override
        public void close() {
            child.close();
            upstream.close();
        }
    }

    private static void attach(Child child, Upstream... upstreams) {
        Attaching.to(
                child, "origins=" + Stream.of(upstreams).map(Upstream::origin).collect(Collectors.joining(",")));
    }
}
