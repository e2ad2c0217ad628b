package dev.prewarm.it.kit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to an upstream on which an end can cross what a client says: a connection that was silent when {@link #endSilent} was
 * called ends when it is spoken to, and nothing of that reaches the upstream.
 */
public final class CrossingRelay extends TcpRelay {
    private final int upstreamPort;
    private final boolean reset;
    private final Set<Socket> silent = ConcurrentHashMap.newKeySet();
    private final Set<Socket> ending = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ended = new AtomicInteger();

    /** @param reset whether they end by RST, not FIN */
    public CrossingRelay(Upstream upstream, boolean reset) {
        this.upstreamPort = upstream.port();
        this.reset = reset;
    }

    public String origin() {
        return "https://localhost:" + port();
    }

    public void endSilent() {
        ending.addAll(silent);
    }

    /** How many were spoken to after that. */
    public int ended() {
        return ended.get();
    }

    @Override
    void serve(Socket client) throws IOException, InterruptedException {
        silent.add(client);
        InputStream in = client.getInputStream();
        int first = in.read();
        silent.remove(client);
        if (first < 0) {
            return;
        }
        if (ending.remove(client)) {
            ended.incrementAndGet();
            if (reset) {
                client.setSoLinger(true, 0);
            } else {
                client.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            }
            return;
        }
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), upstreamPort)) {
            join(new SequenceInputStream(new ByteArrayInputStream(new byte[] {(byte) first}), in), client, server);
        }
    }
}
