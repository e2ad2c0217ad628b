package dev.prewarm;

import dev.prewarm.config.Settings;
import dev.prewarm.config.Withdrawal;
import dev.prewarm.jfr.FlightEvents;
import dev.prewarm.pool.status.Snapshots;
import dev.prewarm.report.ClientList;
import dev.prewarm.wire.DaemonThreads;
import dev.prewarm.wire.Keeper;
import dev.prewarm.wire.SharedPool;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/** All of Prewarm in one JVM, from its start to the JVM's end. Thread-safe. */
public final class PrewarmRuntime {
    /** How long the JVM's shutdown waits, at most, for each lock and for the keeper. */
    private static final long SHUTDOWN_MILLIS = 10;

    private final Settings settings;
    private final SharedPool pool;
    private final Reports reports;
    private final Keeper keeper;
    private final Prewarm prewarm;

    /**
     * @param mayTouchManagement whether looking for the MBean server is harmless yet: it freezes the JVM's logging
     * @throws IOException if there is no selector to be had
     */
    public PrewarmRuntime(Settings settings, Logger log, BooleanSupplier mayTouchManagement) throws IOException {
        this.settings = settings;
        this.pool = new SharedPool(settings.maxTotal(), settings::forOrigin);
        this.reports = new Reports(pool, mayTouchManagement, log);
        FlightEvents events = new FlightEvents(log);
        this.keeper = new Keeper(pool, settings::forOrigin, events, log, reports::update);
        this.prewarm = new Prewarm(settings, pool, keeper, reports, events, log);
    }

    /** What the clients' seams call. */
    public Prewarm prewarm() {
        return prewarm;
    }

    /** What is told of all this. */
    public Snapshots snapshots() {
        return pool;
    }

    /**
     * Before the start: a file is to show all this to its user ({@code status PID}).
     *
     * @param clients those that are found in this JVM
     */
    public void publishStatus(String version, ClientList clients) {
        reports.publishStatus(version, () -> prewarm.withdrawal().shownIn(settings.shown()), clients);
    }

    /**
     * Sets what is withdrawn from now on, in place of what was: clients connect normally there. From any thread.
     *
     * @return how many parked connections were closed
     */
    public int withdraw(Withdrawal withdrawal) {
        return prewarm.withdraw(withdrawal);
    }

    /**
     * Sees to it that all is closed when the JVM ends, and starts the keeper.
     *
     * @throws IllegalStateException if it ends already; no thread is started then
     * @throws Error if there is no thread to be had
     */
    public void start() {
        Thread hook = DaemonThreads.thread(() -> stop(SHUTDOWN_MILLIS), "prewarm-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        keeper.start();
    }

    /**
     * Closes all that is parked, at once; takes go cold from then on. Waits for no peer, and for no lock, nor for the keeper,
     * longer than {@code patienceMillis}.
     */
    public void stop(long patienceMillis) {
        keeper.stop(patienceMillis);
        reports.close(patienceMillis);
    }
}
