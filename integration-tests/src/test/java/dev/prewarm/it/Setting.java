package dev.prewarm.it;

import dev.prewarm.it.kit.BlackHole;
import dev.prewarm.it.kit.FakeProxy;
import dev.prewarm.it.kit.Mode;
import dev.prewarm.it.kit.Ports;
import dev.prewarm.it.kit.SilentEnd;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Tls;
import dev.prewarm.it.kit.Upstream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The servers that one scenario of {@code Scenarios} meets, its origin, and what it must have seen of them. */
final class Setting implements AutoCloseable {
    /** Far from the age at which the scenarios' requests find a connection, and short of the pause before they begin. */
    private static final Duration SILENCE = Duration.ofMillis(1_000);

    private static final String OK = "status=200";
    private static final String RETRIED = "HTTP/1.1 header parser received no bytes";

    /** By the scenario's name. */
    static final Map<String, Supplier<Setting>> ALL = new LinkedHashMap<>();

    private final String origin;
    private final Upstream upstream;
    private final Runnable closing;
    private String proxy = "";
    private String sees = OK;
    private boolean warm = true;

    static {
        ALL.put("good", Setting::http);
        ALL.put("good-http11", Setting::http);
        ALL.put("good-tls", () -> https(good()));
        ALL.put("good-tls-http11", () -> https(good()));
        ALL.put("good-tls12", () -> https(good().protocols("TLSv1.2")).sees("tls=TLSv1.2"));
        ALL.put("good-tls12-http11", () -> https(good().protocols("TLSv1.2")).sees("tls=TLSv1.2"));
        ALL.put("good-tls-no-alpn", () -> https(good().alpn(Tls.Alpn.NONE)));
        ALL.put("client-auth-wanted", () -> https(good().clientAuth(Tls.ClientAuth.WANT)));
        ALL.put("keep-alive", () -> of(Upstream.http().mode(Mode.KEEP_ALIVE)).cold());
        ALL.put("http-1.0", () -> of(Upstream.http().mode(Mode.HTTP_1_0)));
        ALL.put("proxy", () -> of(Upstream.http()).proxied());
        ALL.put("proxy-tunnel", () -> https(good()).proxied());
        ALL.put("status", () -> http().sees("status=204"));
        ALL.put("redirect", () -> http().sees("previous=302"));
        ALL.put("head", Setting::http);
        ALL.put("methods", () -> http().sees("x-method=[PATCH]"));
        ALL.put("chunked", () -> http().sees("transfer-encoding=[chunked]"));
        ALL.put("large", () -> http().sees("body=1000000:"));
        ALL.put("truncated", () -> http().sees("java.io.IOException"));
        ALL.put("basic-auth", () -> http().sees("previous=401"));
        ALL.put("expect-continue", () -> http().sees("body=1000:"));
        ALL.put("closes-without-a-byte", () -> http().sees(RETRIED));
        ALL.put("closes-without-a-byte-http11", () -> http().sees(RETRIED));
        ALL.put("closes-without-a-byte-tls", () -> https(good()).sees(RETRIED));
        ALL.put("late-closed", () -> of(Upstream.http().mode(Mode.CLOSE_IF_LATE)));
        ALL.put("late-closed-tls", () -> of(Upstream.https().mode(Mode.CLOSE_IF_LATE)));
        ALL.put("late-reset", () -> of(Upstream.http().mode(Mode.RESET_IF_LATE)));
        ALL.put("late-reset-tls", () -> of(Upstream.https().mode(Mode.RESET_IF_LATE)));
        ALL.put("reset", () -> http().sees("java.net.SocketException: Connection reset"));
        ALL.put("reset-http11", () -> http().sees("java.net.SocketException: Connection reset"));
        ALL.put("reset-tls", () -> https(good()).sees("java.net.SocketException: Connection reset"));
        ALL.put("page-408", () -> http().sees("status=408"));
        ALL.put("response-timeout", () -> http().sees("java.net.http.HttpTimeoutException: request timed out"));
        ALL.put("response-timeout-tls", () -> https(good())
                .sees("java.net.http.HttpTimeoutException: request timed out"));
        ALL.put("cancelled", () -> http().sees("java.util.concurrent.CancellationException"));
        ALL.put("cancelled-tls", () -> https(good()).sees("java.util.concurrent.CancellationException"));
        ALL.put("interrupted", () -> http().sees("java.lang.InterruptedException"));
        ALL.put("interrupted-tls", () -> https(good()).sees("java.lang.InterruptedException"));
        ALL.put("refused", () -> nobody("http").sees("java.net.ConnectException"));
        ALL.put("refused-tls", () -> nobody("https").sees("java.net.ConnectException"));
        ALL.put("unknown-host", () -> new Setting("http://nobody.invalid:8080", null, () -> {})
                .cold()
                .sees("java.nio.channels.UnresolvedAddressException"));
        ALL.put(
                "untrusted",
                () -> https(new Tls(TestCertificates.UNTRUSTED)).cold().sees("PKIX path building failed"));
        ALL.put("wrong-host", () -> https(new Tls(TestCertificates.WRONG_HOST))
                .cold()
                .sees("No subject alternative DNS name matching localhost found"));
        ALL.put("client-auth-needed", () -> https(good().protocols("TLSv1.2").clientAuth(Tls.ClientAuth.NEED))
                .cold()
                .sees("javax.net.ssl.SSLHandshakeException"));
        ALL.put(
                "reset-at-first-byte",
                () -> of(Upstream.http().mode(Mode.RESET_AT_FIRST_BYTE)).cold().sees(RETRIED));
        ALL.put(
                "reset-at-first-byte-tls",
                () -> of(Upstream.https().mode(Mode.RESET_AT_FIRST_BYTE)).cold().sees("Connection reset"));
        ALL.put(
                "closes-at-first-byte",
                () -> of(Upstream.http().mode(Mode.CLOSE_AT_FIRST_BYTE)).cold().sees(RETRIED));
        ALL.put("closes-at-first-byte-tls", () -> of(Upstream.https().mode(Mode.CLOSE_AT_FIRST_BYTE))
                .cold()
                .sees("Remote host terminated the handshake"));
        ALL.put("closes-after-handshake", () -> of(Upstream.https().mode(Mode.CLOSE_AFTER_HANDSHAKE))
                .cold()
                .sees("Exception"));
        ALL.put("h2-chosen", () -> https(good().alpn(Tls.Alpn.H2)).cold().sees("java.io.IOException"));
        ALL.put("connect-timeout", Setting::blackHole);
        ALL.put("silent-handshake", () -> of(Upstream.https().mode(Mode.STALL_AT_ACCEPT))
                .cold()
                .sees("java.net.http.HttpConnectTimeoutException"));
        for (SilentEnd end : SilentEnd.values()) {
            String name =
                    "silence-ended-by-" + end.name().toLowerCase(Locale.ROOT).replace("page_", "");
            ALL.put(name, () -> of(Upstream.http().silence(SILENCE, end)));
            ALL.put(name + "-tls", () -> of(Upstream.https().silence(SILENCE, end)));
        }
        ALL.put("serial", () -> of(Upstream.http().serial()).cold());
    }

    private Setting(String origin, Upstream upstream, Runnable closing) {
        this.origin = origin;
        this.upstream = upstream;
        this.closing = closing;
    }

    private static Tls good() {
        return new Tls(TestCertificates.GOOD);
    }

    private static Setting http() {
        return of(Upstream.http());
    }

    private static Setting https(Tls tls) {
        return of(Upstream.https(tls));
    }

    private static Setting of(Upstream upstream) {
        upstream.start();
        return new Setting(upstream.origin(), upstream, upstream::close);
    }

    private static Setting nobody(String scheme) {
        return new Setting(scheme + "://localhost:" + Ports.free(), null, () -> {}).cold();
    }

    private static Setting blackHole() {
        BlackHole hole = new BlackHole();
        return new Setting(hole.origin(), null, hole::close).cold().sees("java.net.http.HttpConnectTimeoutException");
    }

    private Setting proxied() {
        FakeProxy fake = new FakeProxy();
        Setting setting = new Setting(origin, upstream, () -> {
            fake.close();
            close();
        });
        setting.proxy = "|" + fake.port();
        return setting.cold();
    }

    private Setting sees(String what) {
        sees = what;
        return this;
    }

    /** The agent is not expected to serve it from stock. */
    private Setting cold() {
        warm = false;
        return this;
    }

    /** For {@code prewarm.origins}. */
    String origin() {
        return origin;
    }

    /** For the program: the origin, and the proxy if there is one. */
    String target() {
        return origin + proxy;
    }

    /** A part of the transcript without which the scenario did not play as meant. */
    String mustSee() {
        return sees;
    }

    /** How many whole requests its server read. */
    int requests() {
        return upstream == null ? 0 : upstream.requests();
    }

    /** Whether the agent is expected to serve requests of it from stock. */
    boolean isWarm() {
        return warm;
    }

    @Override
    public void close() {
        closing.run();
    }
}
