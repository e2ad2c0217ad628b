package dev.prewarm.agent.cli.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocket;

/** One open connection, and what it took to open it. For one thread, but for {@link #close}. */
final class ProbeConnection implements AutoCloseable {
    private static final int DRAIN_MILLIS = 200;
    private static final int MOST_DRAINED = 1 << 20;

    private final Socket transport;
    private final Socket socket;
    private final InputStream in;
    private final long start;
    private final long connected;
    private final long ready;

    /**
     * @param transport TCP alone
     * @param socket what is read and written: the same, or TLS above it
     * @param start when connect began, as are the others {@link System#nanoTime}
     */
    ProbeConnection(Socket transport, Socket socket, long start, long connected, long ready) throws PhaseFailure {
        this.transport = transport;
        this.socket = socket;
        this.start = start;
        this.connected = connected;
        this.ready = ready;
        try {
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new PhaseFailure(Phase.CONNECT, e, false);
        }
    }

    Socket transport() {
        return transport;
    }

    InputStream in() {
        return in;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    long start() {
        return start;
    }

    long ready() {
        return ready;
    }

    double connectMillis() {
        return millis(connected - start);
    }

    /** 0 for http. */
    double tlsMillis() {
        return millis(ready - connected);
    }

    /** {@code TLSv1.3}; empty for http. */
    String tlsVersion() {
        return socket instanceof SSLSocket ? ((SSLSocket) socket).getSession().getProtocol() : "";
    }

    /** What was chosen of what ALPN offered, or empty. */
    String protocol() {
        String chosen = socket instanceof SSLSocket ? ((SSLSocket) socket).getApplicationProtocol() : null;
        return chosen == null ? "" : chosen;
    }

    /** Whether the server ends it within that time, while nothing is asked of it. */
    boolean endsWithin(int millis) {
        try {
            socket.setSoTimeout(millis);
            boolean ended = in.read() < 0;
            socket.setSoTimeout(0);
            return ended;
        } catch (SocketTimeoutException open) {
            try {
                socket.setSoTimeout(0);
                return false;
            } catch (IOException ended) {
                return true;
            }
        } catch (IOException ended) {
            return true;
        }
    }

    /** Reads what is left of an answer, within bounds: a close with unread bytes looks like a crash of the client. */
    void drain() {
        try {
            socket.setSoTimeout(DRAIN_MILLIS);
            byte[] buffer = new byte[8 * 1024];
            int left = MOST_DRAINED;
            for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
                left -= read;
            }
        } catch (IOException enough) {
            // It is closed next.
        }
    }

    /** At once, in order where there is one: TLS says so, then FIN. From any thread. */
    @Override
    public void close() {
        try {
            if (socket != transport) {
                socket.shutdownOutput();
            }
        } catch (IOException gone) {
            // Then TCP alone.
        }
        Dialer.close(transport);
    }

    static double millis(long nanos) {
        return nanos / 1e6;
    }
}
