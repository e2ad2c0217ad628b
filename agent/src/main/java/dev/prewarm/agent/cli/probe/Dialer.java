package dev.prewarm.agent.cli.probe;

import dev.prewarm.config.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Opens connections to one address of an origin. What takes longer than its phase may is ended, also where bytes keep coming. */
final class Dialer implements AutoCloseable {
    static final String HTTP_1_1 = "http/1.1";
    static final String HTTP_2 = "h2";

    private final Origin origin;
    private final InetAddress address;
    private final SSLSocketFactory tls;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "probe-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    Dialer(Origin origin, InetAddress address, ProbeTrust trust) {
        this.origin = origin;
        this.address = address;
        this.tls = trust.sockets();
    }

    /** TCP and, for https, TLS; each timed. */
    ProbeConnection open(String... protocols) throws PhaseFailure {
        // Whatever socksProxyHost says: what is asked is the origin.
        Socket socket = new Socket(Proxy.NO_PROXY);
        long start = System.nanoTime();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, origin.port()), (int) Phase.CONNECT.patience.toMillis());
        } catch (IOException e) {
            close(socket);
            throw new PhaseFailure(Phase.CONNECT, e, e instanceof SocketTimeoutException);
        }
        long connected = System.nanoTime();
        if (!origin.isTls()) {
            return new ProbeConnection(socket, socket, start, connected, connected);
        }
        SSLSocket secured = within(Phase.TLS, socket, () -> handshake(socket, protocols));
        return new ProbeConnection(socket, secured, start, connected, System.nanoTime());
    }

    private SSLSocket handshake(Socket socket, String... protocols) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, origin.host(), origin.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(protocols);
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** Does it; when the phase's time is over, or it fails, the socket is closed. */
    <T> T within(Phase phase, Socket socket, Callable<T> what) throws PhaseFailure {
        AtomicBoolean late = new AtomicBoolean();
        Future<?> end = watchdog.schedule(
                () -> {
                    late.set(true);
                    close(socket);
                },
                phase.patience.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return what.call();
        } catch (Exception e) {
            close(socket);
            throw new PhaseFailure(phase, e instanceof IOException ? (IOException) e : new IOException(e), late.get());
        } finally {
            end.cancel(false);
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is what was wanted.
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }
}
