package dev.prewarm.agent.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.Prewarm;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.wire.Eventually;
import dev.prewarm.wire.LocalCertificates;
import dev.prewarm.wire.LocalServer;
import dev.prewarm.wire.ProvenEndpoint;
import dev.prewarm.wire.WarmSocket;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

/** TLS made ahead that is of no use to the client when it comes to it: the client goes on with a connection of its own. */
class OkHttpSeamTest {
    private static final String HOST = "127.0.0.1";

    private final SSLSocketFactory factory = LocalCertificates.trusting().getSocketFactory();
    private final List<String> protocols = List.of("http/1.1");
    private final List<Object> specs = List.of(new Object());
    private LocalServer server;
    private PrewarmRuntime ours;
    private Prewarm pool;
    private Object call;
    private WarmSocket raw;
    private Then afterConnect = raw -> {};

    private interface Then {
        void run(WarmSocket raw) throws IOException;
    }

    @BeforeEach
    void serve() throws Exception {
        server = LocalServer.tls(LocalCertificates.both(), new SSLParameters(), socket -> socket.getOutputStream()
                .write(socket.getInputStream().read()));
        Settings settings = Settings.read(
                "",
                Map.of("prewarm.origins", server.origin("https") + ";idle=60s", "prewarm.non-idempotent", "warm"),
                Map.of());
        ours = new PrewarmRuntime(settings, NOPLogger.NOP_LOGGER, () -> false);
        pool = ours.prewarm();
        ours.start();
        ProvenEndpoint.of(ours, new Key(Origin.parse(server.origin("https")), server.address(), null));
        OkHttpSeam.connectTo(pool, loader -> true);
    }

    @AfterEach
    void close() throws IOException {
        OkHttpSeam.connectTo(null, null);
        ours.stop(0);
        server.close();
    }

    /** As the client does, which keeps both sockets; answers the one it goes on with. */
    private SSLSocket connect(String method, String enabled) throws IOException {
        call = new Object();
        OkHttpSeam.request(call, method, null, true);
        raw = (WarmSocket) OkHttpSeam.createSocket(
                SocketFactory.getDefault(),
                Proxy.NO_PROXY,
                factory,
                protocols,
                specs,
                HOST,
                server.address().getPort(),
                this,
                new Object(),
                call);
        raw.setSoTimeout(5_000);
        raw.connect(server.address(), 5_000);
        afterConnect.run(raw);
        raw.setTcpNoDelay(true);
        SSLSocket socket = (SSLSocket)
                OkHttpSeam.secure(factory, raw, HOST, server.address().getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {enabled});
        socket.setSSLParameters(parameters);
        return OkHttpSeam.startHandshake(socket);
    }

    private void answered(SSLSocket socket) {
        OkHttpSeam.answered(200, "http/1.1", List.of("close"), List.of("0"), List.of(), "GET", socket, call);
    }

    /**
     * Where there is a warm one, by TLS 1.3: again until it is met, for one that the keeper just looks at, as behind the tickets of
     * a handshake, is nobody's.
     *
     * @param met whether it was, by what is read before and after
     */
    private SSLSocket connect(String method, String enabled, BiPredicate<Snapshot, Snapshot> met) throws IOException {
        Then then = afterConnect;
        for (int i = 0; i < 100; i++) {
            afterConnect = raw -> {};
            for (int n = 0; n < 2; n++) {
                answered(connect("GET", "TLSv1.3"));
            }
            afterConnect = then;
            Eventually.until("parked", () -> ours.snapshots().read().warm() > 0);
            Snapshot before = ours.snapshots().read();
            SSLSocket socket = connect(method, enabled);
            if (met.test(before, ours.snapshots().read())) {
                return socket;
            }
            socket.close();
        }
        throw new AssertionError("never met");
    }

    private static long flushed(Snapshot snapshot) {
        return snapshot.evicted().get("flushed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void configuredInAnotherWayItIsMadeAnew(String method) throws Exception {
        SSLSocket socket = connect(method, "TLSv1.2", (before, after) -> {
            assertThat(after.hits()).isEqualTo(before.hits());
            return flushed(after) == flushed(before) + 1;
        });
        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        assertThat(socket.getTcpNoDelay()).isTrue();
        assertThat(socket.getSoTimeout()).isEqualTo(5_000);
        socket.getOutputStream().write(7);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
        answered(socket);
        assertThat(ours.snapshots().read().staleHits()).isZero();
        socket.close();
    }

    @Test
    void configuredAsEverItIsUsed() throws Exception {
        SSLSocket socket = connect("GET", "TLSv1.3", (before, after) -> {
            assertThat(flushed(after)).isZero();
            return after.hits() == before.hits() + 1;
        });
        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        socket.close();
    }

    /** What was made ahead is not used all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void whereNoOtherConnectionIsToBeHadItFails(String method) throws Exception {
        afterConnect = raw -> {
            if (raw.isWarm()) {
                server.refuse();
            }
        };
        assertThatThrownBy(() -> connect(method, "TLSv1.2", (before, after) -> false))
                .isInstanceOf(IOException.class);
        assertThat(flushed(ours.snapshots().read())).isEqualTo(1);
    }

    @Test
    void isForgottenWithItsConnection() throws Exception {
        WeakReference<SSLSocket> used =
                new WeakReference<>(connect("GET", "TLSv1.3", (before, after) -> after.hits() == before.hits() + 1));
        used.get().close();
        raw = null;
        Eventually.until("it is collected", () -> {
            System.gc();
            return used.get() == null;
        });
    }
}
