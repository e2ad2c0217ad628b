package dev.prewarm.wire;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.Prewarm;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.Repetition;
import dev.prewarm.Target;
import dev.prewarm.config.Mode;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.Recipe;
import dev.prewarm.pool.status.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;

/** A pool that warms one origin, as a client of one server sees it. */
public final class Warmer implements AutoCloseable {
    /** Errors are the keeper's death: they must be seen. */
    private static final Logger LOG = (Logger)
            Proxy.newProxyInstance(Warmer.class.getClassLoader(), new Class<?>[] {Logger.class}, (p, method, a) -> {
                if (method.getName().equals("error")) {
                    ((Throwable) a[1]).printStackTrace();
                }
                return null;
            });

    private final PrewarmRuntime runtime;
    private final Origin origin;
    private final InetSocketAddress address;
    private final Recipe recipe;
    private final AtomicInteger turns = new AtomicInteger();

    private Warmer(String origin, InetSocketAddress address, Recipe recipe, String... properties) throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put("prewarm.origins", origin);
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        this.runtime = new PrewarmRuntime(Settings.read(null, all, Map.of()), LOG, () -> {
            turns.incrementAndGet();
            return false;
        });
        this.origin = Origin.parse(origin.replaceAll(";.*", ""));
        this.address = address;
        this.recipe = recipe;
        if (target().settings().mode() != Mode.EXCLUDED) {
            ProvenEndpoint.of(runtime, new Key(this.origin, address, recipe));
        }
        runtime.start();
    }

    static Warmer plain(LocalServer server, String... properties) throws IOException {
        return new Warmer(server.origin("http"), server.address(), null, properties);
    }

    static Warmer at(String origin, InetSocketAddress address, Recipe recipe, String... properties) throws IOException {
        return new Warmer(origin, address, recipe, properties);
    }

    static Warmer tls(LocalServer server, SSLContext context, String... properties) throws IOException {
        return tls(server, context, verifying(), properties);
    }

    static Warmer tls(LocalServer server, SSLContext context, SSLParameters parameters, String... properties)
            throws IOException {
        InetSocketAddress at = server.address();
        return new Warmer(
                server.origin("https"), at, new TlsRecipe(context, "127.0.0.1", at.getPort(), parameters), properties);
    }

    static SSLParameters verifying() {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    /** Of the keeper, from the first answer on. */
    int turns() {
        return turns.get();
    }

    Prewarm prewarm() {
        return runtime.prewarm();
    }

    private Target target() {
        return prewarm().target(origin);
    }

    PrewarmRuntime runtime() {
        return runtime;
    }

    Recipe recipe() {
        return recipe;
    }

    boolean leadsElsewhere() {
        return prewarm().leadsElsewhere(target());
    }

    /** One of which nothing more is heard if it goes cold; null if the origin is excluded. */
    ConnectionAttempt attempt() {
        return attempt(Repetition.HARMLESS);
    }

    private ConnectionAttempt attempt(Repetition repetition) {
        ConnectionAttempt attempt = request(repetition);
        if (attempt != null && !attempt.isHit()) {
            prewarm().abandoned(attempt);
        }
        return attempt;
    }

    private ConnectionAttempt request(Repetition repetition) {
        return prewarm().take(target(), address, recipe, repetition);
    }

    /** One that the client opens itself, for its own reasons. */
    ConnectionAttempt cold() {
        return prewarm().cold(target(), address, recipe);
    }

    /** Its handshake will show by which recipe. */
    ConnectionAttempt takeUnidentified() {
        return prewarm().takeUnidentified(target(), address);
    }

    /** Takes until a warm connection is handed over, which is closed: nobody speaks on it. */
    ConnectionAttempt hit(Repetition repetition) {
        ConnectionAttempt[] attempt = new ConnectionAttempt[1];
        Eventually.until("a hit " + this, () -> {
            attempt[0] = attempt(repetition);
            return attempt[0].isHit();
        });
        close(attempt[0].claim());
        return attempt[0];
    }

    /** A take, of which nothing more is heard; null if it goes cold. */
    WarmConnection take() {
        ConnectionAttempt attempt = request(Repetition.HARMLESS);
        prewarm().connected(attempt);
        prewarm().abandoned(attempt);
        return attempt.claim();
    }

    private static void close(WarmConnection warm) {
        try {
            warm.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes until one is warm: one that the keeper is just looking at is nobody's. */
    WarmConnection takeWarm() {
        WarmConnection[] warm = new WarmConnection[1];
        Eventually.until("a hit " + this, () -> (warm[0] = take()) != null);
        return warm[0];
    }

    /** As many requests as earn a key its stock, all cold. */
    Warmer demand() {
        return demand(null);
    }

    /** The same by a client that has shown this certificate; null: none. */
    Warmer demand(Certificate shown) {
        for (int i = 0; i < 2; i++) {
            ConnectionAttempt attempt = request(Repetition.HARMLESS);
            prewarm().connected(attempt);
            prewarm().answered(attempt, 200, true, recipe == null ? null : sessionShowing(shown));
            WarmConnection warm = attempt.claim();
            if (warm != null) {
                close(warm);
            }
        }
        return this;
    }

    /** Goes on until there is stock. */
    Warmer warmUp() {
        demand();
        Eventually.until("a warm connection " + this, () -> read().warm() > 0);
        return this;
    }

    Snapshot read() {
        return runtime.snapshots().read(origin);
    }

    long evicted(String reason) {
        return read().evicted().get(reason);
    }

    void stop() {
        runtime.stop(5_000);
    }

    static SSLSession sessionShowing(Certificate shown) {
        return (SSLSession)
                Proxy.newProxyInstance(Warmer.class.getClassLoader(), new Class<?>[] {SSLSession.class}, (p, m, a) -> {
                    return shown == null ? null : new Certificate[] {shown};
                });
    }

    static void assertAddsUp(Snapshot snapshot) {
        long sum = snapshot.hits() + snapshot.unused() + snapshot.failed() + snapshot.warm() + snapshot.opening();
        if (snapshot.opened() != sum) {
            throw new AssertionError("opened " + snapshot.opened() + ", but the rest is " + sum);
        }
    }

    @Override
    public String toString() {
        Snapshot snapshot = read();
        return snapshot == null
                ? "unknown"
                : "opened " + snapshot.opened() + ", failed " + snapshot.failed() + ", warm " + snapshot.warm()
                        + ", opening " + snapshot.opening() + ", " + snapshot.evicted() + " " + snapshot.state() + ": "
                        + snapshot.reason();
    }

    @Override
    public void close() {
        stop();
    }
}
