package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.prewarm.it.kit.BlackHole;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.HaProxy;
import dev.prewarm.it.kit.Installed;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Nginx;
import dev.prewarm.it.kit.ServerMode;
import dev.prewarm.it.kit.SilentEnd;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Tls;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.kit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code probe URL} of servers that do all that it can find out: its verdict, its exit code, and how much it asks of them. */
class ProbeIT {
    private static final String BRIEFLY = "--patience=200ms";
    private static final int WARM = 0;
    private static final int COULD_NOT = 1;
    private static final int NOT_WARM = 3;

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void nginxThatClosesIsToBeWarmed(Jdk jdk) throws Exception {
        Nginx.assumeInstalled();
        try (Nginx nginx = new Nginx().start()) {
            JsonObject report = json(jdk, WARM, nginx.https() + "/", trust(), BRIEFLY);
            assertThat(report.getString("verdict")).isEqualTo("warm");
            assertThat(report.getString("setting")).isEqualTo("-Dprewarm.origins=" + nginx.https());
            assertThat(usual(report).getString("closes")).isEqualTo("header");
            assertThat(report.getDouble("savedMillis")).isPositive();
            assertThat(report.getObject("silent").isNull("endedBy")).isTrue();
            assertThat(nginx.requests()).as("a try each, and beside 1 and 3").isEqualTo(1 + 5 + 2);
            assertThat(nginx.opened())
                    .as("and 4 silent ones, and 1 for patience")
                    .isEqualTo(1 + 5 + 2 + 4 + 1);
        }
    }

    /** Also what PEM is good for. */
    @Test
    void theLineToAddIsShown() {
        try (Upstream server = Upstream.https().start()) {
            String pem = "--trust=" + TestCertificates.GOOD.pemChain();
            assertThat(run(Jdks.youngest(), WARM, server.origin(), pem, BRIEFLY).out())
                    .contains(
                            "    -javaagent:" + Child.agentJar(), "    \"-Dprewarm.origins=" + server.origin() + "\"");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void nginxThatKeepsIsOfNoUse(Jdk jdk) throws Exception {
        Nginx.assumeInstalled();
        try (Nginx nginx = new Nginx().keepAlive().start()) {
            JsonObject report = json(jdk, NOT_WARM, nginx.https() + "/", trust());
            assertThat(report.getString("verdict")).isEqualTo("no-use");
            assertThat(usual(report).getString("closes")).isEqualTo("keeps");
            assertThat(nginx.opened()).as("nothing silent").isEqualTo(1 + 5);
        }
    }

    @Test
    void http2IsSaid() throws Exception {
        Nginx.assumeInstalled();
        try (Nginx nginx = new Nginx().http2().start()) {
            JsonObject report = json(Jdks.youngest(), WARM, nginx.https() + "/", trust(), BRIEFLY);
            assertThat(report.getBoolean("http2")).isTrue();
            assertThat(report.getArray("notes").getString(0)).contains("does nothing for clients that use HTTP/2");
        }
    }

    @Test
    void haproxySaysA408() throws Exception {
        Installed.assume("haproxy");
        try (Upstream server = Upstream.http().start();
                HaProxy haproxy = HaProxy.overTls(server.port(), Duration.ofSeconds(2))) {
            JsonObject report = json(Jdks.youngest(), WARM, haproxy.origin(), trust(), "--patience=20s");
            assertThat(report.getObject("silent").getString("endedBy")).isEqualTo("408");
            assertThat(report.getString("setting")).endsWith(";idle=1s");
            assertThat(report.getArray("notes").getString(0)).contains("408", "http-ignore-probes");
        }
    }

    @Test
    void aLimitPerClientIsHarm() throws Exception {
        Installed.assume("haproxy");
        try (Upstream server = Upstream.http().start();
                HaProxy haproxy = HaProxy.withMostConnections(2, server.port())) {
            JsonObject report = json(Jdks.youngest(), NOT_WARM, haproxy.origin());
            assertThat(report.getString("verdict")).isEqualTo("harm");
            assertThat(report.getString("reason")).startsWith("beside 2 silent connections one more was refused");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void aServerWithOneWorkerIsHarmed(Jdk jdk) throws Exception {
        Installed.assume("python3");
        try (Workers python = Workers.python()) {
            JsonObject report = json(jdk, NOT_WARM, python.origin());
            assertThat(report.getString("verdict")).isEqualTo("harm");
            assertThat(report.getString("reason")).startsWith("beside 1 silent connection a request waited");
            assertThat(usual(report).getString("closes")).isEqualTo("http-1.0");
        }
    }

    @Test
    void aServerWithTwoWorkersIsHarmed() throws Exception {
        Installed.assume("gunicorn");
        try (Workers gunicorn = Workers.gunicorn(2)) {
            JsonObject report = json(Jdks.youngest(), NOT_WARM, gunicorn.origin());
            assertThat(report.getString("verdict")).isEqualTo("harm");
        }
    }

    /** The opening of a connection waits already, for its handshake. */
    @Test
    void aServerWithOneWorkerIsHarmedOverTls() throws Exception {
        try (Upstream server = Upstream.https().serial().start()) {
            JsonObject report = json(Jdks.youngest(), NOT_WARM, server.origin(), trust());
            assertThat(report.getString("verdict")).isEqualTo("harm");
            assertThat(report.getString("reason")).contains("waited");
        }
    }

    @Test
    void theNewestThatEndsTheOthersIsHarm() throws Exception {
        try (Upstream server = Upstream.http().newestWins().start()) {
            JsonObject report = json(Jdks.youngest(), NOT_WARM, server.origin());
            assertThat(report.getString("verdict")).isEqualTo("harm");
            assertThat(report.getString("reason")).startsWith("a new connection ends the silent ones");
        }
    }

    @Test
    void whatEndsAfterThreeSecondsIsUsedForTwo() throws Exception {
        try (Upstream server =
                Upstream.https().silence(Duration.ofSeconds(3), SilentEnd.FIN).start()) {
            JsonObject report = json(Jdks.youngest(), WARM, server.origin(), trust(), "--patience=20s");
            assertThat(report.getObject("silent").getString("endedBy")).isEqualTo("fin");
            assertThat(report.getObject("silent").getDouble("endedMillis")).isGreaterThanOrEqualTo(2_950);
            assertThat(report.getString("setting")).startsWith("-Dprewarm.origins=" + server.origin() + ";idle=2");
        }
    }

    @Test
    void aResetIsSeen() throws Exception {
        try (Upstream server = Upstream.https()
                .silence(Duration.ofMillis(1_500), SilentEnd.RST)
                .start()) {
            JsonObject report = json(Jdks.youngest(), WARM, server.origin(), trust(), "--patience=20s");
            assertThat(report.getObject("silent").getString("endedBy")).isEqualTo("rst");
        }
    }

    /** HTTP/1.0 is what Python's server speaks, and nginx says it by a header. */
    @ParameterizedTest
    @CsvSource({"UNTIL_CLOSE, ends-answer", "LIE, silently"})
    void eachWayOfClosingIsSeen(ServerMode mode, String word) throws Exception {
        try (Upstream server = Upstream.https().mode(mode).start()) {
            JsonObject report = json(Jdks.youngest(), WARM, server.origin(), trust(), BRIEFLY);
            assertThat(usual(report).getString("closes")).isEqualTo(word);
        }
    }

    @Test
    void methodAndHeadersAreSent() throws Exception {
        try (Upstream server = Upstream.https().start()) {
            JsonObject report = json(
                    Jdks.youngest(),
                    WARM,
                    server.url("/auth"),
                    trust(),
                    BRIEFLY,
                    "--method=HEAD",
                    "--header=Authorization: Basic dXNlcjpzZWNyZXQ=");
            assertThat(usual(report).getInt("status")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void wrongCertificatesAreSaid(Jdk jdk) {
        try (Upstream untrusted =
                        Upstream.https(new Tls(TestCertificates.UNTRUSTED)).start();
                Upstream wrongHost =
                        Upstream.https(new Tls(TestCertificates.WRONG_HOST)).start();
                Upstream wantsOurs = Upstream.https(new Tls(TestCertificates.GOOD).clientAuth(Tls.ClientAuth.NEED))
                        .start()) {
            assertThat(complaint(jdk, untrusted.origin(), trust())).contains("certificate is not trusted", "--trust");
            assertThat(complaint(jdk, wrongHost.origin(), trust())).contains("certificate is not for this name");
            assertThat(complaint(jdk, wantsOurs.origin(), trust())).contains("client certificate");
        }
    }

    @Test
    void wrongPortsAreSaid() {
        Jdk jdk = Jdks.youngest();
        try (Upstream http = Upstream.http().start();
                Upstream https = Upstream.https().start();
                BlackHole silent = new BlackHole()) {
            assertThat(complaint(jdk, http.origin().replace("http:", "https:"))).contains("no TLS", "http://");
            assertThat(complaint(jdk, https.origin().replace("https:", "http:")))
                    .contains("https://");
            assertThat(complaint(jdk, silent.origin())).contains("no connect within 5 s");
            http.stop();
            assertThat(complaint(jdk, http.origin())).contains("connection refused");
        }
    }

    @Test
    void noAnswerIsSaid() {
        try (Upstream server =
                Upstream.http().mode(ServerMode.CLOSE_AFTER_REQUEST).start()) {
            assertThat(complaint(Jdks.youngest(), server.origin())).contains("the request had no answer");
            server.mode(ServerMode.CLOSE);
            assertThat(complaint(Jdks.youngest(), server.url("/status/503"))).contains("it answered 503");
        }
    }

    /** In one line, after what was announced. */
    private static String complaint(Jdk jdk, String url, String... options) {
        Child child = run(jdk, COULD_NOT, url, options);
        assertThat(child.out()).isEmpty();
        assertThat(child.err()).hasSize(2).allMatch(line -> line.startsWith("prewarm: "));
        return child.err().get(1);
    }

    private static JsonObject json(Jdk jdk, int exit, String url, String... options) throws JsonParserException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add("--json");
        Child child = run(jdk, exit, url, arguments.toArray(new String[0]));
        return JsonParser.object().from(String.join("\n", child.out()));
    }

    private static Child run(Jdk jdk, int exit, String url, String... options) {
        try (Child probe = Child.ofCommandLine(jdk, "probe", url).args(options).start()) {
            assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(exit);
            return probe;
        }
    }

    private static String trust() {
        return "--trust=" + TestCertificates.trustStore();
    }

    private static JsonObject usual(JsonObject report) {
        return report.getObject("usual");
    }
}
