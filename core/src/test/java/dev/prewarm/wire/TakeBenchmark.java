package dev.prewarm.wire;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a client's thread is busy with a take that is a hit: the choice, the last look, the hand-over. For clients that
 * take a channel and an engine (java.net.http.HttpClient, Apache's async), and for those that take a socket (OkHttp, Apache's
 * classic). {@code integration-tests/lab/take} runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class TakeBenchmark {
    /** Enough that one of them is nobody's, and not being looked at by the keeper. */
    private static final int STOCK = 8;

    /** The scheme, and what the client takes. */
    @Param({"http channel", "https channel", "http socket", "https socket"})
    public String what;

    private LocalServer server;
    private Warmer warmer;
    private boolean socket;
    private WarmConnection taken;
    private Socket connected;
    private SSLSocketFactory factory;
    private long takes;
    private long misses;

    @Setup
    public void start() throws IOException {
        boolean tls = what.startsWith("https");
        socket = what.endsWith("socket");
        server = tls
                ? LocalServer.tls("TLSv1.3", LocalServer::answerAndClose)
                : LocalServer.plain(LocalServer::answerAndClose);
        String[] settings = {"prewarm.min", "" + STOCK, "prewarm.idle", "1m"};
        if (!tls) {
            warmer = Warmer.plain(server, settings);
        } else if (socket) {
            warmer = Warmer.at(server.origin("https"), server.address(), socketRecipe(), settings);
        } else {
            warmer = Warmer.tls(server, LocalCertificates.trusting(), settings);
        }
        warmer.warmUp();
    }

    private SocketRecipe socketRecipe() throws IOException {
        factory = LocalCertificates.trusting().getSocketFactory();
        try (SSLSocket own = (SSLSocket) factory.createSocket()) {
            own.setSSLParameters(Warmer.verifying());
            return SocketRecipe.of(own, factory, "127.0.0.1", server.address().getPort(), true);
        }
    }

    @Setup(Level.Invocation)
    public void refill() {
        Eventually.until("stock " + warmer, () -> warmer.read().warm() >= STOCK / 2);
    }

    /** What the seams do between a client's wish to connect and its having a connection. */
    @Benchmark
    public Object take() throws IOException {
        if (socket) {
            connected = new WarmSocket(endpoint -> taken = warmer.take());
            connected.connect(server.address());
        } else {
            taken = warmer.take();
        }
        return taken;
    }

    @TearDown(Level.Invocation)
    public void letGo() throws IOException {
        takes++;
        if (taken == null) {
            misses++;
        } else {
            taken.channel().close();
        }
        if (connected != null) {
            connected.close();
        }
    }

    @TearDown
    public void stop() throws IOException {
        System.out.println(what + ": " + takes + " takes, " + misses + " of them misses");
        warmer.close();
        server.close();
    }
}
