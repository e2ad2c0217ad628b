package dev.prewarm.demo.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClosingUpstreamTest {
    private ClosingUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = ClosingUpstream.start(ServerSocketFactory.getDefault());
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void answersOnceSaysThatItClosesAndCloses() throws IOException {
        String answer = send("GET / HTTP/1.1\r\nHost: localhost\r\nX: \r\n\r\n");

        String[] headAndBody = answer.split("\r\n\r\n", 2);
        assertThat(headAndBody[0]).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nConnection: close");
        assertThat(headAndBody[0]).contains("\r\nContent-Length: " + headAndBody[1].length());
        assertThat(headAndBody[1].length()).isBetween(1_000, 1_100);
    }

    @Test
    void doesNotAnswerHalfARequest() throws IOException {
        assertThat(send("GET / HTTP/1.1\r\nHost: localhost\r\n")).isEmpty();
    }

    private String send(String request) throws IOException {
        try (Socket socket =
                new Socket(upstream.address().getAddress(), upstream.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
