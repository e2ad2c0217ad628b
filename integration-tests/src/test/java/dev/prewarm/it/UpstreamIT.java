package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Connection;
import dev.prewarm.it.kit.Connection.End;
import dev.prewarm.it.kit.ServerMode;
import dev.prewarm.it.kit.SilentEnd;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Tls;
import dev.prewarm.it.kit.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The kit itself: the fake upstream fails as told and counts what was. Each test is a client by hand. */
class UpstreamIT {
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void closesAfterEachAnswerAndSaysSo() throws IOException {
        try (Upstream upstream = Upstream.http().start()) {
            for (int i = 0; i < 3; i++) {
                assertThat(exchange(new Socket("127.0.0.1", upstream.port()), "/bytes/5"))
                        .startsWith("HTTP/1.1 200")
                        .contains("\r\nConnection: close\r\n")
                        .endsWith("\r\n\r\nabcde");
            }
            assertThat(upstream.accepted()).isEqualTo(3);
            assertThat(upstream.requests()).isEqualTo(3);
            assertThat(upstream.connections()).extracting(Connection::requests).containsExactly(1, 1, 1);
        }
    }

    @Test
    void keepsAliveAndChangesItsMindWhileItRuns() throws IOException {
        try (Upstream upstream = Upstream.http().mode(ServerMode.KEEP_ALIVE).start();
                Socket socket = new Socket("127.0.0.1", upstream.port())) {
            for (int i = 0; i < 2; i++) {
                ask(socket, "/status/204");
                assertThat(readUntil(socket, "\r\n\r\n"))
                        .startsWith("HTTP/1.1 204")
                        .doesNotContain("Connection");
            }
            upstream.mode(ServerMode.HTTP_1_0);
            assertThat(exchange(socket, "/")).startsWith("HTTP/1.0 200").doesNotContain("Connection");
            assertThat(upstream.connections()).extracting(Connection::requests).containsExactly(3);
        }
    }

    @Test
    void endsSilentConnectionsAsTold() throws IOException {
        for (SilentEnd end : SilentEnd.values()) {
            try (Upstream upstream = Upstream.http().silence(SHORT, end).start();
                    Socket socket = new Socket("127.0.0.1", upstream.port())) {
                if (end == SilentEnd.RST) {
                    assertThatThrownBy(() -> readAll(socket))
                            .isInstanceOf(SocketException.class)
                            .hasMessage("Connection reset");
                } else {
                    assertThat(readAll(socket)).startsWith(end == SilentEnd.FIN ? "" : "HTTP/1.1 408");
                }
                assertThat(upstream.silentEndedBy(End.SERVER)).isEqualTo(1);
            }
        }
    }

    @Test
    void tellsHowAClientEndedASilentConnection() throws IOException {
        try (Upstream upstream = Upstream.http().start()) {
            new Socket("127.0.0.1", upstream.port()).close();
            Await.untilEqual("a FIN is counted", 1, () -> upstream.silentEndedBy(End.CLIENT_FIN));
            Socket reset = new Socket("127.0.0.1", upstream.port());
            reset.setSoLinger(true, 0);
            reset.close();
            Await.untilEqual("a RST is counted", 1, () -> upstream.silentEndedBy(End.CLIENT_RST));
            try (Socket parked = new Socket("127.0.0.1", upstream.port())) {
                Await.untilEqual("an open one is counted", 1, upstream::openNow);
                assertThat(parked.isConnected()).isTrue();
            }
            Await.untilEqual("it is no more", 0, upstream::openNow);
            assertThat(upstream.accepted()).isEqualTo(3);
            assertThat(upstream.requests()).isZero();
        }
    }

    @Test
    void tellsCloseNotifyFromABareFin() throws IOException {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (Upstream upstream = Upstream.https(new Tls(TestCertificates.GOOD).protocols(protocol))
                    .start()) {
                Socket bare = new Socket("127.0.0.1", upstream.port());
                SSLSocket over = (SSLSocket) TestCertificates.CLIENT
                        .context()
                        .getSocketFactory()
                        .createSocket(bare, "localhost", upstream.port(), true);
                over.startHandshake();
                assertThat(over.getSession().getProtocol()).isEqualTo(protocol);
                Await.untilEqual("the handshake is counted", 1, upstream::handshakes);
                bare.shutdownOutput();
                Await.untilEqual("a FIN is counted", 1, () -> upstream.silentEndedBy(End.CLIENT_FIN));
                bare.close();
                tls(upstream).close();
                Await.untilEqual("another is", 2, () -> upstream.silentEndedBy(End.CLIENT_FIN));
                Await.until("both are closed", () -> upstream.count(Connection::closed) == 2);
                assertThat(upstream.connections())
                        .extracting(Connection::closeNotify)
                        .containsExactly(false, true);
            }
        }
    }

    @Test
    void seesAResetBehindACloseNotify() throws IOException {
        try (Upstream upstream = Upstream.https().start()) {
            Socket bare = new Socket("127.0.0.1", upstream.port());
            SSLSocket over = (SSLSocket) TestCertificates.CLIENT
                    .context()
                    .getSocketFactory()
                    .createSocket(bare, "localhost", upstream.port(), false);
            over.startHandshake();
            over.shutdownOutput();
            Await.untilEqual("close_notify is seen", 1, () -> upstream.count(Connection::closeNotify));
            bare.setSoLinger(true, 0);
            bare.close();
            Await.untilEqual("a RST is counted", 1, () -> upstream.silentEndedBy(End.CLIENT_RST));
        }
    }

    @Test
    void choosesH2AndAsksForACertificate() throws Exception {
        Tls tls = new Tls(TestCertificates.GOOD).alpn(Tls.Alpn.H2).clientAuth(Tls.ClientAuth.WANT);
        try (Upstream upstream = Upstream.https(tls).start()) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(TestCertificates.CLIENT.context())
                    .build();
            for (int i = 0; i < 2; i++) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(upstream.url("/"))).build();
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            }
            assertThat(upstream.connections()).extracting(Connection::alpn).containsExactly("h2");
            assertThat(upstream.requests()).isEqualTo(2);
            assertThat(upstream.count(Connection::clientCertificate)).isEqualTo(1);
        }
    }

    @Test
    void opensWebSockets() throws Exception {
        try (Upstream upstream = Upstream.http().start()) {
            CompletableFuture<String> echo = new CompletableFuture<>();
            WebSocket.Listener listener = new WebSocket.Listener() {
                @Override
                public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                    echo.complete(data.toString());
                    return null;
                }
            };
            URI uri = URI.create("ws://localhost:" + upstream.port() + "/");
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(uri, listener)
                    .get();
            socket.sendText("hello", true);
            assertThat(echo.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
            socket.abort();
        }
    }

    @Test
    void answersInUnusualForms() throws IOException {
        try (Upstream upstream = Upstream.http().start()) {
            assertThat(exchange(new Socket("127.0.0.1", upstream.port()), "/trailers/3"))
                    .contains("\r\nTrailer: X-Trailer\r\n")
                    .endsWith("\r\n\r\n3\r\nabc\r\n0\r\nX-Trailer: behind\r\n\r\n");
            assertThat(exchange(new Socket("127.0.0.1", upstream.port()), "/gzip/9"))
                    .contains("\r\nContent-Encoding: gzip\r\n");
            try (Socket socket = new Socket("127.0.0.1", upstream.port())) {
                ask(socket, "/reset-in-body/3");
                assertThat(readUntil(socket, "\r\n\r\nabc")).contains("\r\nContent-Length: 6\r\n");
                assertThatThrownBy(() -> readAll(socket)).hasMessage("Connection reset");
            }
        }
    }

    @Test
    void failsStaleConnectionsAndBeforeABody() throws IOException {
        try (Upstream upstream = Upstream.http().mode(ServerMode.KEEP_ALIVE).start()) {
            try (Socket socket = new Socket("127.0.0.1", upstream.port())) {
                ask(socket, "/fault/close-if-stale");
                readUntil(socket, "hello\n");
                ask(socket, "/fault/close-if-stale");
                assertThat(readAll(socket)).isEmpty();
            }
            try (Socket socket = new Socket("127.0.0.1", upstream.port())) {
                ask(socket, "/fault/page-408-if-stale");
                readUntil(socket, "hello\n");
                ask(socket, "/fault/page-408-if-stale");
                assertThat(readAll(socket)).startsWith("HTTP/1.1 408");
            }
            try (Socket socket = new Socket("127.0.0.1", upstream.port())) {
                ask(socket, "/fault/close-after-head", "Content-Length: 5\r\n");
                assertThat(readAll(socket)).isEmpty();
            }
            assertThat(upstream.mostAtOnce()).isEqualTo(1);
        }
    }

    @Test
    void showsTheCertificateItWasTold() {
        assertHandshake(new Tls(TestCertificates.GOOD), "localhost", null);
        assertHandshake(
                new Tls(TestCertificates.WRONG_HOST),
                "localhost",
                "No subject alternative DNS name matching localhost");
        assertHandshake(new Tls(TestCertificates.UNTRUSTED), "localhost", "unable to find valid certification path");
    }

    @Test
    void failsByModeAndByPath() throws IOException {
        try (Upstream upstream = Upstream.http().start()) {
            Function<String, String> get = path -> {
                try {
                    return exchange(new Socket("127.0.0.1", upstream.port()), path);
                } catch (IOException e) {
                    return e.getMessage();
                }
            };
            assertThat(get.apply("/fault/close-after-request")).isEmpty();
            assertThat(get.apply("/fault/reset-after-request")).isEqualTo("Connection reset");
            assertThat(get.apply("/fault/page-408")).startsWith("HTTP/1.1 408");
            assertThat(get.apply("/truncated/10"))
                    .contains("Content-Length: 20")
                    .endsWith("\r\n\r\nabcdefghij");
            upstream.mode(ServerMode.CLOSE_AT_ACCEPT);
            try (Socket socket = new Socket("127.0.0.1", upstream.port())) {
                assertThat(readAll(socket)).isEmpty();
            }
            upstream.mode(ServerMode.RESET_AT_ACCEPT);
            try (Socket socket = new Socket("127.0.0.1", upstream.port())) {
                assertThatThrownBy(() -> readAll(socket)).isInstanceOf(SocketException.class);
            }
            assertThat(upstream.requests()).isEqualTo(4);
            assertThat(upstream.accepted()).isEqualTo(6);
        }
    }

    @Test
    void aSerialOneServesNobodyWhileASilentConnectionIsOpen() throws IOException {
        try (Upstream upstream = Upstream.http().serial().start()) {
            try (Socket silent = new Socket("127.0.0.1", upstream.port());
                    Socket other = new Socket("127.0.0.1", upstream.port())) {
                Await.untilEqual("the first is accepted", 1, upstream::accepted);
                ask(other, "/");
                assertThat(upstream.accepted()).isEqualTo(1);
                silent.shutdownOutput();
                assertThat(readAll(other)).startsWith("HTTP/1.1 200");
            }
            assertThat(upstream.connections()).extracting(Connection::requests).containsExactly(0, 1);
        }
    }

    @Test
    void theNewestConnectionEndsTheOthersIfToldTo() throws IOException {
        try (Upstream upstream = Upstream.http().newestWins().start();
                Socket silent = new Socket("127.0.0.1", upstream.port())) {
            Await.untilEqual("the first is accepted", 1, upstream::accepted);
            try (Socket other = new Socket("127.0.0.1", upstream.port())) {
                assertThat(readAll(silent)).isEmpty();
                ask(other, "/");
                assertThat(readAll(other)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void oneBesideTheMostIsEndedIfToldTo() throws IOException {
        try (Upstream upstream = Upstream.http().mostOpen(1).start();
                Socket first = new Socket("127.0.0.1", upstream.port())) {
            Await.untilEqual("the first is accepted", 1, upstream::accepted);
            try (Socket other = new Socket("127.0.0.1", upstream.port())) {
                assertThat(readAll(other)).isEmpty();
            }
            ask(first, "/");
            assertThat(readAll(first)).startsWith("HTTP/1.1 200");
            assertThat(upstream.accepted()).as("what it served").isEqualTo(1);
        }
    }

    @Test
    void stopsAndStartsAgainOnItsPort() throws IOException {
        try (Upstream upstream = Upstream.http().start()) {
            int port = upstream.port();
            Socket parked = new Socket("127.0.0.1", port);
            Await.untilEqual("it is accepted", 1, upstream::openNow);
            upstream.stop();
            assertThat(readAll(parked)).isEmpty();
            assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
            assertThat(exchange(new Socket("127.0.0.1", upstream.start().port()), "/"))
                    .startsWith("HTTP/1.1 200");
            assertThat(upstream.port()).isEqualTo(port);
            assertThat(upstream.connections()).extracting(Connection::end).containsExactly(End.SERVER, End.SERVER);
        }
    }

    private static void assertHandshake(Tls tls, String host, String failure) {
        try (Upstream upstream = Upstream.https(tls).start()) {
            if (failure == null) {
                try (SSLSocket socket = tls(upstream)) {
                    assertThat(socket.getSession().isValid()).isTrue();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            } else {
                assertThatThrownBy(() -> tls(upstream))
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining(failure);
            }
            Await.until("it is over", () -> upstream.count(Connection::closed) == 1);
            assertThat(upstream.handshakes()).isEqualTo(failure == null ? 1 : 0);
        }
    }

    private static SSLSocket tls(Upstream upstream) throws IOException {
        SSLSocket socket = (SSLSocket)
                TestCertificates.CLIENT.context().getSocketFactory().createSocket("localhost", upstream.port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    private static String exchange(Socket socket, String path) throws IOException {
        try (socket) {
            ask(socket, path);
            return readAll(socket);
        }
    }

    private static void ask(Socket socket, String path) throws IOException {
        ask(socket, path, "");
    }

    private static void ask(Socket socket, String path, String headers) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readAll(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            text.append((char) in.read());
        }
        return text.toString();
    }
}
