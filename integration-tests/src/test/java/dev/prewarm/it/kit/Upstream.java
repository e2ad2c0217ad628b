package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A small HTTP/1.x server of our own, for what a real one can't be made to do: every {@link ServerMode} of failing, every way
 * of ending a silent connection, and an exact record of each connection. It listens on 127.0.0.1; what it answers by
 * path stands at {@link Pages}. Mode and silence rule can change while it runs; it can be stopped and started again on
 * its port. Faults and counts are proven by UpstreamIT.
 */
public final class Upstream implements AutoCloseable {
    /** Far less than two round trips, as those that are ended for it are told by. */
    private static final int ENDS_READ_MILLIS = 15;

    private final Tls tls;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerMode mode = ServerMode.CLOSE;
    private volatile long silenceMillis;
    private volatile SilentEnd silentEnd = SilentEnd.FIN;
    private final AtomicInteger answersNow = new AtomicInteger();
    private final AtomicInteger mostAnswers = new AtomicInteger();
    private volatile boolean serial;
    private volatile boolean newestWins;
    private volatile int mostOpen = Integer.MAX_VALUE;
    private volatile Function<Wire, Runnable> services = this::recorded;
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private ServerSocket listener;
    private Thread acceptor;
    private int port;

    private Upstream(Tls tls) {
        this.tls = tls;
    }

    /** Not started yet. */
    public static Upstream http() {
        return new Upstream(null);
    }

    /** Over TLS with the good certificate; not started yet. */
    public static Upstream https() {
        return https(new Tls(TestCertificates.GOOD));
    }

    /** Over TLS as told; not started yet. */
    public static Upstream https(Tls tls) {
        return new Upstream(tls);
    }

    /** {@link ServerMode#CLOSE} unless set. Connections already accepted meet it with their next request. */
    public Upstream mode(ServerMode next) {
        mode = next;
        return this;
    }

    /** A connection without a request for this long is ended so. Holds for connections accepted from now on. */
    public Upstream silence(Duration limit, SilentEnd end) {
        silentEnd = end;
        silenceMillis = limit.toMillis();
        return this;
    }

    /** One connection at a time, from accept to close: a silent one stops it from serving others. Set before start. */
    public Upstream serial() {
        serial = true;
        return this;
    }

    /** A new connection ends all others, as some devices do it by address. Set before start. */
    public Upstream newestWins() {
        newestWins = true;
        return this;
    }

    /** A connection beside so many open ones is ended at once. Set before start. */
    public Upstream mostOpen(int most) {
        mostOpen = most;
        return this;
    }

    /** Connections are served so, and not recorded: for more of them than can be remembered. Set before start. */
    Upstream served(Function<Wire, Runnable> by) {
        services = by;
        return this;
    }

    /** Listens: on a free port the first time, on the same one after {@link #stop}. */
    public synchronized Upstream start() {
        try {
            stopping = new CountDownLatch(1);
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 512);
            port = listener.getLocalPort();
            ServerSocket from = listener;
            acceptor = daemon("upstream-" + port, () -> acceptAll(from));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses connections, and ends those there are. What was counted stays. */
    public synchronized void stop() {
        stopping.countDown();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
            acceptor.join(5_000);
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    public int port() {
        return port;
    }

    /** As a user names it: scheme, localhost, port. */
    public String origin() {
        return (tls == null ? "http" : "https") + "://localhost:" + port;
    }

    public String url(String path) {
        return origin() + path;
    }

    /** Every connection accepted, in order. */
    public List<Connection> connections() {
        return List.copyOf(connections);
    }

    /** How many connections are so. */
    public int count(Predicate<Connection> predicate) {
        return (int) connections.stream().filter(predicate).count();
    }

    public int accepted() {
        return connections.size();
    }

    /** Connections with a finished TLS handshake; all that were served, for http. */
    public int handshakes() {
        return count(Connection::handshaken);
    }

    public int requests() {
        return connections.stream().mapToInt(Connection::requests).sum();
    }

    /** The most requests that waited for the head of their answer at once. */
    public int mostAtOnce() {
        return mostAnswers.get();
    }

    /** Connections ended by this without a request. */
    public int silentEndedBy(Connection.End end) {
        return count(connection -> connection.silent() && connection.end() == end);
    }

    /** Connections not ended by anyone. */
    public int openNow() {
        return count(connection -> connection.end() == Connection.End.OPEN);
    }

    ServerMode mode() {
        return mode;
    }

    long silenceMillis() {
        return silenceMillis;
    }

    SilentEnd silentEnd() {
        return silentEnd;
    }

    void answerBegins() {
        mostAnswers.accumulateAndGet(answersNow.incrementAndGet(), Math::max);
    }

    void answerEnds() {
        answersNow.decrementAndGet();
    }

    /** Until stopped. */
    void stall() throws InterruptedException {
        stopping.await();
    }

    /** For that long, or until stopped. */
    void stall(long millis) throws InterruptedException {
        stopping.await(millis, TimeUnit.MILLISECONDS);
    }

    private void acceptAll(ServerSocket from) {
        while (true) {
            Socket socket;
            try {
                socket = from.accept();
                socket.setTcpNoDelay(true);
            } catch (IOException stopped) {
                return;
            }
            if (newestWins) {
                open.forEach(Upstream::end);
            } else if (isFull()) {
                end(socket);
                continue;
            }
            open.add(socket);
            Wire wire = tls == null ? new Wire(socket) : new TlsWire(socket, tls.engine());
            Runnable service = services.apply(wire);
            Runnable serving = () -> {
                service.run();
                open.remove(socket);
            };
            if (serial) {
                serving.run();
            } else {
                daemon("upstream-" + port + "-" + socket.getPort(), serving);
            }
        }
    }

    /** One that its peer has closed before is not counted: a server with an event loop has read that before it accepts the next. */
    private boolean isFull() {
        for (int i = 0; i < ENDS_READ_MILLIS && open.size() >= mostOpen; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return open.size() >= mostOpen;
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It has ended.
        }
    }

    private Runnable recorded(Wire wire) {
        Connection seen = new Connection(connections.size() + 1, wire);
        connections.add(seen);
        return () -> new Serving(this, wire, seen).run();
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
