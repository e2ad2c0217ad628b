package dev.prewarm.demo.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between client and upstream and makes loopback as long as {@link Distance} says; also counts connections. One
 * thread for all connections, which sleeps until something comes or is due. Ends of a stream travel like its bytes.
 * There is no limit to what is under way: bandwidth is not modelled.
 */
public final class Relay implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Distance distance;
    private final InetSocketAddress upstream;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final DelayLine<Parcel> underWay = new DelayLine<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
    private final AtomicInteger opened = new AtomicInteger();
    private final long start = System.nanoTime();
    private final Thread thread = new Thread(this::run, "prewarm-demo-relay");
    private volatile boolean closed;

    private Relay(Distance distance, InetSocketAddress upstream) throws IOException {
        this.distance = distance;
        this.upstream = upstream;
        server = ServerSocketChannel.open();
        selector = Selector.open();
    }

    public static Relay start(Distance distance, InetSocketAddress upstream) throws IOException {
        Relay relay = new Relay(distance, upstream);
        // The name that clients are given, so that both get the same of 127.0.0.1 and ::1.
        relay.server.bind(new InetSocketAddress(InetAddress.getByName("localhost"), 0), BACKLOG);
        relay.server.configureBlocking(false);
        relay.server.register(relay.selector, SelectionKey.OP_ACCEPT);
        relay.thread.setDaemon(true);
        relay.thread.start();
        return relay;
    }

    public int port() {
        return server.socket().getLocalPort();
    }

    /** Connections that clients have opened so far. */
    public int opened() {
        return opened.get();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            // It ends all the same, only unseen.
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                select();
                for (SelectionKey key : selector.selectedKeys()) {
                    handle(key);
                }
                selector.selectedKeys().clear();
                deliver();
            }
            for (SelectionKey key : selector.keys()) {
                closeQuietly(key.channel());
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the relay failed", e);
        }
    }

    /** A selector counts in milliseconds, too coarse here: what is left below one is slept. */
    private void select() throws IOException {
        long nanos = underWay.nanosToNext(now());
        if (nanos == DelayLine.NOTHING) {
            selector.select();
        } else if (nanos >= MILLI) {
            selector.select(nanos / MILLI);
        } else {
            if (nanos > 0) {
                LockSupport.parkNanos(nanos);
            }
            selector.selectNow();
        }
    }

    private void handle(SelectionKey key) throws IOException {
        if (key.isValid() && key.isAcceptable()) {
            accept();
        }
        if (key.isValid() && key.isReadable()) {
            Leg leg = (Leg) key.attachment();
            Parcel parcel = leg.read(scratch);
            if (parcel != null) {
                underWay.send(parcel, leg.arrival(distance, now()));
            }
        }
        if (key.isValid() && key.isWritable()) {
            ((Leg) key.attachment()).flush();
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
            opened.incrementAndGet();
            try {
                // Blocks, but not on loopback, where the kernel answers at once.
                Leg.pair(client, SocketChannel.open(upstream), selector, now());
            } catch (IOException e) {
                closeQuietly(client);
            }
        }
    }

    private void deliver() {
        for (Parcel due = underWay.poll(now()); due != null; due = underWay.poll(now())) {
            due.to().deliver(due);
        }
    }

    private static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    /** Counted from the start, because the clock's own zero may be anywhere, and sums of its values overflow. */
    private long now() {
        return System.nanoTime() - start;
    }
}
