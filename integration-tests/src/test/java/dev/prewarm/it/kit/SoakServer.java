package dev.prewarm.it.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The upstreams of a soak: plain ones, and as many with TLS, half of which speak 1.2. What they do to a request is its {@link
 * SoakRequest}'s to say. They count what they read of each. One more port takes orders: {@code down N} or {@code up N}, a line
 * of its own on a connection of its own, answered by {@code ok}.
 */
public final class SoakServer implements AutoCloseable {
    private final long seed;
    private final AtomicIntegerArray read;
    private final AtomicIntegerArray crossed;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Upstream> upstreams = new ArrayList<>();
    private final ServerSocket orders;

    /** @param requests numbers are below this */
    public SoakServer(long seed, int requests, int plainOnes) {
        this.seed = seed;
        this.read = new AtomicIntegerArray(requests);
        this.crossed = new AtomicIntegerArray(requests);
        for (int i = 0; i < plainOnes; i++) {
            String tls = i % 2 == 0 ? "TLSv1.3" : "TLSv1.2";
            start(Upstream.http());
            start(Upstream.https(new Tls(TestCertificates.GOOD).protocols(tls)));
        }
        try {
            orders = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread taker = new Thread(this::takeOrders, "soak-orders");
        taker.setDaemon(true);
        taker.start();
    }

    private void start(Upstream upstream) {
        upstreams.add(upstream.served(wire -> new SoakServing(this, wire, seed + connections.getAndIncrement()))
                .start());
    }

    /** By address: a name may have two, and some clients try the other one for what failed at the first. */
    public List<String> origins() {
        List<String> origins = new ArrayList<>();
        upstreams.forEach(upstream -> origins.add(upstream.origin().replace("localhost", "127.0.0.1")));
        return origins;
    }

    public int ordersPort() {
        return orders.getLocalPort();
    }

    /** Times that it was read whole, and not {@link #crossed}. */
    int read(int number) {
        return read.get(number);
    }

    /** Times that it came to a connection which was just ended. */
    int crossed(int number) {
        return crossed.get(number);
    }

    SoakRequest request(int number) {
        return new SoakRequest(seed, number);
    }

    int countRead(int number) {
        return read.incrementAndGet(number);
    }

    void countCrossed(int number) {
        crossed.incrementAndGet(number);
    }

    private void takeOrders() {
        while (true) {
            try (Socket one = orders.accept();
                    BufferedReader in =
                            new BufferedReader(new InputStreamReader(one.getInputStream(), StandardCharsets.UTF_8))) {
                String[] order = in.readLine().split(" ");
                Upstream upstream = upstreams.get(Integer.parseInt(order[1]));
                if (order[0].equals("down")) {
                    upstream.stop();
                } else {
                    upstream.start();
                }
                one.getOutputStream().write("ok\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                if (orders.isClosed()) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        upstreams.forEach(Upstream::close);
        try {
            orders.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
