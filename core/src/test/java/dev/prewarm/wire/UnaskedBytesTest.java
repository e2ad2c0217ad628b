package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HAProxy's and Node's 408, between the last look and the request: it must not pass for the request's answer. */
class UnaskedBytesTest {
    private ServerSocket listening;
    private Socket client;
    private Socket server;

    @BeforeEach
    void adoptWarmConnection() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        client = Parked.socket();
        client.connect(listening.getLocalSocketAddress());
        server = listening.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        listening.close();
    }

    private static void send(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private int available() {
        try {
            return client.getInputStream().available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatComesBeforeTheFirstWriteIsTheEnd() throws Exception {
        send(server, "HTTP/1.1 408");
        Eventually.until("it has come", () -> available() > 0);

        send(client, "GET");

        assertThat(available()).isZero();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whatComesAfterItIsAnAnswer() throws Exception {
        send(client, "GET");
        assertThat(server.getInputStream().readNBytes(3)).hasSize(3);
        send(server, "2");
        Eventually.until("it has come", () -> available() > 0);

        send(client, " more");

        assertThat(client.getInputStream().read()).isEqualTo('2');
    }
}
