package dev.prewarm.demo.upstream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;

/** The upstream nobody may change: answers each request with 1 KB and {@code Connection: close}, and closes. */
public final class ClosingUpstream implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int IDLE_MILLIS = (int) Duration.ofSeconds(60).toMillis();
    private static final byte[] ANSWER = answer("closing upstream\n".repeat(60));

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "prewarm-demo-upstream");
        thread.setDaemon(true);
        return thread;
    });

    private ClosingUpstream(ServerSocket server) {
        this.server = server;
    }

    /** Starts one on a free port of loopback; the factory decides whether it speaks TLS. */
    public static ClosingUpstream start(ServerSocketFactory sockets) throws IOException {
        ClosingUpstream upstream =
                new ClosingUpstream(sockets.createServerSocket(0, BACKLOG, InetAddress.getByName("localhost")));
        upstream.threads.execute(upstream::acceptAll);
        return upstream;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdown();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed, or this one connection failed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            if (readHead(new BufferedInputStream(socket.getInputStream()))) {
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException e) {
            // The client went away, or never spoke: its own affair.
        } finally {
            open.remove(socket);
        }
    }

    /** Reads up to the empty line; false if the client closes before. */
    private static boolean readHead(InputStream in) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            boolean fits = next == (matched % 2 == 0 ? '\r' : '\n');
            matched = fits ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return true;
    }

    private static byte[] answer(String body) {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }
}
