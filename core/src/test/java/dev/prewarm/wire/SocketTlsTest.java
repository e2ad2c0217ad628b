package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.Repetition;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Key;
import dev.prewarm.pool.status.EvictReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

/** Handshakes of a blocking client done ahead, through the whole of Prewarm, with a real server. */
class SocketTlsTest {
    private static final HeldCertificate SERVER =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HeldCertificate CLIENT =
            new HeldCertificate.Builder().commonName("client").build();

    private final HandshakeCertificates mine = new HandshakeCertificates.Builder()
            .addTrustedCertificate(SERVER.certificate())
            .heldCertificate(CLIENT)
            .build();
    private final SSLSocketFactory factory = mine.sslContext().getSocketFactory();
    private final Map<Integer, SSLSocket> accepted = new ConcurrentHashMap<>();
    private SSLServerSocket server;
    private PrewarmRuntime runtime;
    private Origin origin;

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void serve(String protocol, String settings, Preparation preparation) throws Exception {
        HandshakeCertificates theirs = new HandshakeCertificates.Builder()
                .heldCertificate(SERVER)
                .addTrustedCertificate(CLIENT.certificate())
                .build();
        server = (SSLServerSocket) theirs.sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        SSLParameters parameters = server.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        preparation.prepare(parameters);
        server.setSSLParameters(parameters);
        Thread acceptor = new Thread(this::acceptAll, "server");
        acceptor.setDaemon(true);
        acceptor.start();
        origin = Origin.of(true, "localhost", server.getLocalPort());
        runtime = new PrewarmRuntime(
                Settings.read(null, Map.of("prewarm.origins", origin + settings), Map.of()),
                NOPLogger.NOP_LOGGER,
                () -> false);
        ProvenEndpoint.of(runtime, new Key(origin, endpoint(), null));
        runtime.start();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                new Thread(() -> handshake(socket)).start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void handshake(SSLSocket socket) {
        try {
            socket.startHandshake();
            accepted.put(socket.getPort(), socket);
        } catch (IOException e) {
            // Of a client that did not want it.
        }
    }

    private interface Preparation {
        void prepare(SSLParameters parameters);
    }

    private InetSocketAddress endpoint() throws IOException {
        return new InetSocketAddress(InetAddress.getByName("localhost"), server.getLocalPort());
    }

    /** A client's connection: what it does itself if there is none ahead. */
    private Connected connect(SocketRecipe known) throws IOException {
        ConnectionAttempt[] attempt = new ConnectionAttempt[1];
        WarmConnection[] warm = new WarmConnection[1];
        WarmSocket raw = new WarmSocket(address -> {
            attempt[0] = known == null
                    ? runtime.prewarm().takeUnidentified(runtime.prewarm().target(origin), address)
                    : runtime.prewarm().take(runtime.prewarm().target(origin), address, known, Repetition.HARMLESS);
            return warm[0] = attempt[0].claim();
        });
        raw.connect(endpoint(), 5_000);
        if (warm[0] != null) {
            return new Connected(raw, warm[0].sslSocket(), attempt[0], known);
        }
        SSLSocket own = (SSLSocket) factory.createSocket(raw, "localhost", server.getLocalPort(), true);
        SSLParameters parameters = own.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        own.setSSLParameters(parameters);
        SocketRecipe recipe = SocketRecipe.of(own, factory, "localhost", server.getLocalPort(), true);
        runtime.prewarm().identified(attempt[0], recipe);
        own.startHandshake();
        runtime.prewarm().connected(attempt[0]);
        return new Connected(raw, own, attempt[0], recipe);
    }

    private SocketRecipe learn() throws Exception {
        SocketRecipe recipe = null;
        for (int i = 0; i < 2; i++) {
            Connected connected = connect(recipe);
            exchange(connected);
            recipe = connected.recipe;
        }
        return recipe;
    }

    private void exchange(Connected connected) throws Exception {
        int port = connected.raw.getLocalPort();
        await("accepted", () -> accepted.containsKey(port));
        SSLSocket peer = accepted.remove(port);
        connected.socket.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
        assertThat(peer.getInputStream().readNBytes(4)).asString().isEqualTo("ping");
        peer.getOutputStream().write("pong".getBytes(StandardCharsets.US_ASCII));
        peer.close();
        assertThat(connected.socket.getInputStream().readAllBytes()).asString().isEqualTo("pong");
        runtime.prewarm().answered(connected.attempt, 200, true, connected.socket.getSession());
        connected.socket.close();
        assertThat(connected.raw.isClosed()).isTrue();
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean())
                .as(what + ": " + runtime.snapshots().read().toString())
                .isTrue();
    }

    /** The server's end of the one that is parked, or was: it may not be for long. */
    private SSLSocket parked() throws InterruptedException {
        await(
                "parked",
                () -> runtime.snapshots().read().warm()
                                        + runtime.snapshots().read().unused()
                                > 0
                        && accepted.size() > 0);
        return accepted.values().iterator().next();
    }

    private long evicted(EvictReason reason) {
        return runtime.snapshots().read().evicted().get(reason.label());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void isDoneAheadAndUsedAsIs(String protocol) throws Exception {
        serve(protocol, ";min=2", parameters -> {});
        SocketRecipe recipe = learn();
        for (int i = 0; i < 5; i++) {
            await("parked", () -> runtime.snapshots().read().warm() >= 2);
            Connected connected = connect(recipe);
            assertThat(connected.attempt.isHit()).isTrue();
            assertThat(connected.attempt.claim())
                    .as("given away once: a attempt must not keep the client's connection alive")
                    .isNull();
            assertThat(connected.socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(connected.socket.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(connected.socket.getTcpNoDelay()).isFalse();
            exchange(connected);
        }
        assertThat(runtime.snapshots().read().unused()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void isEvictedWhenTheServerSaysGoodbye(String protocol) throws Exception {
        serve(protocol, "", parameters -> {});
        learn();
        SSLSocket parked = parked();
        parked.close();
        await("evicted", () -> evicted(EvictReason.CLOSED_BY_SERVER) == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void isEvictedWhenDataComesUnasked(String protocol) throws Exception {
        serve(protocol, "", parameters -> {});
        learn();
        SSLSocket parked = parked();
        parked.getOutputStream().write("HTTP/1.1 408 Request Timeout\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        await("evicted", () -> evicted(EvictReason.UNEXPECTED_DATA) == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void isEndedInGoodOrder(String protocol) throws Exception {
        serve(protocol, ";idle=500ms", parameters -> {});
        learn();
        SSLSocket parked = parked();
        assertThat(parked.getInputStream().read()).as("close_notify, then FIN").isEqualTo(-1);
        await("closed unused", () -> runtime.snapshots().read().unused() >= 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whatItsClientNeverClosesIsClosedByTheCollector(String protocol) throws Exception {
        serve(protocol, "", parameters -> {});
        SocketRecipe recipe = learn();
        await("parked", () -> runtime.snapshots().read().warm() >= 1);
        SSLSocket peer = abandoned(recipe);
        AtomicBoolean ended = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            try {
                ended.set(peer.getInputStream().read() < 0);
            } catch (IOException e) {
                // No goodbye: the collector says none.
                ended.set(true);
            }
        });
        reader.start();
        await("closed", () -> {
            System.gc();
            return ended.get();
        });
    }

    /** One that is not may be a canary, or come while the stock is made anew. */
    private Connected hit(SocketRecipe recipe) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            Connected connected = connect(recipe);
            if (connected.attempt.isHit()) {
                return connected;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("no hit: " + runtime.snapshots().read());
    }

    /** Answers the server's end. */
    private SSLSocket abandoned(SocketRecipe recipe) throws Exception {
        Connected connected = hit(recipe);
        connected.socket.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
        int port = connected.raw.getLocalPort();
        await("accepted", () -> accepted.containsKey(port));
        SSLSocket peer = accepted.remove(port);
        assertThat(peer.getInputStream().readNBytes(4)).asString().isEqualTo("ping");
        return peer;
    }

    @Test
    void isNotDoneForWhoeverShowsACertificate() throws Exception {
        serve("TLSv1.2", "", parameters -> parameters.setWantClientAuth(true));
        SocketRecipe recipe = learn();
        Connected third = connect(recipe);
        assertThat(third.attempt.isHit()).isFalse();
        exchange(third);
        assertThat(runtime.snapshots().read().opened()).isZero();
    }

    @Test
    void isDoneForWhoeverShowsACertificateAndWantsIt() throws Exception {
        serve("TLSv1.2", ";client-cert=warm", parameters -> parameters.setWantClientAuth(true));
        SocketRecipe recipe = learn();
        exchange(hit(recipe));
    }

    @Test
    void aServerThatChangesToHttp2IsNotWarmedAnyMore() throws Exception {
        serve("TLSv1.3", "", parameters -> {});
        SSLParameters parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        Connected first = connect(null);
        exchange(first);
        server.setSSLParameters(parameters);
        Connected second = connect(first.recipe);
        exchange(second);
        await("given up", () -> runtime.snapshots().read().failed() == 1);
        assertThat(runtime.snapshots().read().warm()).isZero();
    }

    @Test
    void equalMeansTheSameFactoryPeerAndParameters() throws Exception {
        SSLSocket one = (SSLSocket) factory.createSocket();
        SSLSocket other = (SSLSocket) factory.createSocket();
        try (one;
                other) {
            server =
                    (SSLServerSocket) mine.sslContext().getServerSocketFactory().createServerSocket();
            SocketRecipe recipe = SocketRecipe.of(one, factory, "localhost", 443, true);
            assertThat(SocketRecipe.of(other, factory, "localhost", 443, true))
                    .isEqualTo(recipe)
                    .hasSameHashCodeAs(recipe);
            assertThat(SocketRecipe.of(other, factory, "other", 443, true)).isNotEqualTo(recipe);
            assertThat(SocketRecipe.of(other, factory, "localhost", 444, true)).isNotEqualTo(recipe);
            assertThat(SocketRecipe.of(other, factory, "localhost", 443, false)).isNotEqualTo(recipe);
            SSLSocketFactory twin = mine.sslContext().getSocketFactory();
            assertThat(SocketRecipe.of(other, twin, "localhost", 443, true)).isNotEqualTo(recipe);
            other.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThat(SocketRecipe.of(other, factory, "localhost", 443, true)).isNotEqualTo(recipe);
        }
    }

    @Test
    void anotherContextsFactoryIsOfTheSameRecipeOnlyByItsContext() throws Exception {
        SSLContext context = mine.sslContext();
        try (SSLSocket one = (SSLSocket) context.getSocketFactory().createSocket();
                SSLSocket other = (SSLSocket) context.getSocketFactory().createSocket()) {
            server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
            assertThat(SocketRecipe.of(one, context, "localhost", 443, false))
                    .isEqualTo(SocketRecipe.of(other, context, "localhost", 443, false));
        }
    }

    private static final class Connected {
        final WarmSocket raw;
        final SSLSocket socket;
        final ConnectionAttempt attempt;
        final SocketRecipe recipe;

        Connected(WarmSocket raw, SSLSocket socket, ConnectionAttempt attempt, SocketRecipe recipe) {
            this.raw = raw;
            this.socket = socket;
            this.attempt = attempt;
            this.recipe = recipe;
        }
    }
}
