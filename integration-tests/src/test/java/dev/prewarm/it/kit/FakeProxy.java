package dev.prewarm.it.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP proxy of a few lines: forwards a request in absolute form (one per connection) and opens CONNECT tunnels. It
 * counts both, to show that a client went through it.
 */
public final class FakeProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final AtomicInteger forwarded = new AtomicInteger();
    private final AtomicInteger tunnels = new AtomicInteger();

    public FakeProxy() {
        try {
            listener = new ServerSocket(0, 128, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::acceptAll);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int forwarded() {
        return forwarded.get();
    }

    public int tunnels() {
        return tunnels.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        while (true) {
            try {
                Socket client = listener.accept();
                daemon(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            Request request = Request.readHead(in);
            if (request == null) {
                return;
            }
            boolean tunnel = request.method.equals("CONNECT");
            URI target = URI.create(tunnel ? "tunnel://" + request.target : request.target);
            try (Socket server = new Socket("127.0.0.1", target.getPort())) {
                if (tunnel) {
                    tunnels.incrementAndGet();
                    client.getOutputStream().write(ascii("HTTP/1.1 200 Connected\r\n\r\n"));
                } else {
                    forwarded.incrementAndGet();
                    request.readBody(in);
                    StringBuilder head =
                            new StringBuilder(request.method + " " + target.getRawPath() + " HTTP/1.1\r\n");
                    request.headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
                    server.getOutputStream().write(ascii(head + "\r\n"));
                    server.getOutputStream().write(request.body);
                }
                Thread back = daemon(() -> pipe(server, client));
                copy(in, server.getOutputStream());
                server.shutdownOutput();
                back.join();
            }
        } catch (IOException gone) {
            // One side ended it: both are closed now.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pipe(Socket from, Socket to) {
        try {
            copy(from.getInputStream(), to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // As above.
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
