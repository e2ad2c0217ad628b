package dev.prewarm.it.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP proxy of a few lines: forwards a request in absolute form (one per connection) and opens CONNECT tunnels. It
 * counts both, to show that a client went through it.
 */
public final class FakeProxy extends TcpRelay {
    private final AtomicInteger relayed = new AtomicInteger();

    /** Requests and tunnels. */
    public int relayed() {
        return relayed.get();
    }

    @Override
    void serve(Socket client) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        Request request = Request.readHead(in);
        if (request == null) {
            return;
        }
        boolean tunnel = request.method.equals("CONNECT");
        URI target = URI.create(tunnel ? "tunnel://" + request.target : request.target);
        try (Socket server = new Socket("127.0.0.1", target.getPort())) {
            relayed.incrementAndGet();
            if (tunnel) {
                client.getOutputStream().write(ascii("HTTP/1.1 200 Connected\r\n\r\n"));
            } else {
                request.readBody(in);
                StringBuilder head = new StringBuilder(request.method + " " + target.getRawPath() + " HTTP/1.1\r\n");
                request.headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
                server.getOutputStream().write(ascii(head + "\r\n"));
                server.getOutputStream().write(request.body);
            }
            join(in, client, server);
        }
    }
}
