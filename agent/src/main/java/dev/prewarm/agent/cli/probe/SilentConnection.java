package dev.prewarm.agent.cli.probe;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A connection on which nothing is said, watched by a thread of its own until either side ends it. */
final class SilentConnection implements AutoCloseable {
    private final ProbeConnection connection;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile long endedAt;
    private volatile SilentEnding ending;

    private SilentConnection(ProbeConnection connection) {
        this.connection = connection;
    }

    /** TCP and, for https, TLS. */
    static SilentConnection open(Dialer dialer) throws PhaseFailure {
        SilentConnection silent = new SilentConnection(dialer.open(Dialer.HTTP_1_1));
        Thread watcher = new Thread(silent::watch, "probe-silent");
        watcher.setDaemon(true);
        watcher.start();
        return silent;
    }

    private void watch() {
        SilentEnding.How how = SilentEnding.How.FIN;
        int status = 0;
        byte[] said = new byte[512];
        try {
            int length = connection.in().read(said);
            if (length > 0) {
                how = SilentEnding.How.BYTES;
                status = ProbeAnswer.statusOf(said, length);
            }
        } catch (IOException e) {
            how = SilentEnding.How.RST;
        }
        if (!closed) {
            endedAt = System.nanoTime();
            ending = new SilentEnding(ProbeConnection.millis(endedAt - connection.ready()), how, status);
            connection.close();
        }
        ended.countDown();
    }

    /** How the server ended it; null while it is open, or if we did. */
    SilentEnding ending() {
        return ending;
    }

    /** When, as {@link System#nanoTime} has it. */
    long endedAt() {
        return endedAt;
    }

    double ageMillis() {
        return ProbeConnection.millis(System.nanoTime() - connection.ready());
    }

    /** Waits so long for its end at most. */
    void awaitEnd(long millis) throws InterruptedException {
        ended.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        connection.close();
    }
}
