package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * An https server that closes after each answer. To a request on a connection that was silent for longer than its limit it
 * says 408: to its client that is a 408 which the request has met on its way.
 */
public final class LateAnswers implements AutoCloseable {
    private final SSLServerSocket listening;
    private final long limitNanos;

    public LateAnswers(Duration limit) {
        limitNanos = limit.toNanos();
        try {
            listening = (SSLServerSocket) TestCertificates.GOOD
                    .context()
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public String origin() {
        return "https://localhost:" + listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket accepted = (SSLSocket) listening.accept();
                daemon(() -> serve(accepted));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            long since = System.nanoTime();
            InputStream in = socket.getInputStream();
            if (in.read() < 0) {
                return;
            }
            String status = System.nanoTime() - since > limitNanos ? "408 Request Timeout" : "200 OK";
            socket.getOutputStream()
                    .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            in.readAllBytes();
        } catch (IOException e) {
            // The client's business.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "late-answers");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
