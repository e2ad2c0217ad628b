package dev.prewarm;

import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.report.ClientList;
import dev.prewarm.report.CountsLine;
import dev.prewarm.report.Jmx;
import dev.prewarm.report.Paced;
import dev.prewarm.report.Status;
import dev.prewarm.report.StatusFile;
import dev.prewarm.report.StatusPublisher;
import dev.prewarm.wire.Clock;
import dev.prewarm.wire.SharedPool;
import dev.prewarm.wire.TaskThread;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Keeps what users see up to date: the status file, and MBeans once it is harmless to have them. Thread-safe. */
final class Reports {
    private final SharedPool pool;
    private final BooleanSupplier mayTouchManagement;
    private final Paced beans;
    private final TaskThread thread = new TaskThread("prewarm-reports");
    private final Logger log;
    private volatile StatusPublisher status;
    private volatile boolean hasAnswer;

    /** @param mayTouchManagement whether looking for the MBean server is harmless yet: it freezes the JVM's logging */
    Reports(SharedPool pool, BooleanSupplier mayTouchManagement, Logger log) {
        this.pool = pool;
        this.mayTouchManagement = mayTouchManagement;
        this.log = log;
        this.beans = new Paced(Jmx.updates(pool, log), thread::schedule, Clock::now);
    }

    /** Before there is anything to report. */
    void publishStatus(String version, Supplier<Map<String, String>> settings, ClientList clients) {
        Status all = new Status(version, settings, clients, pool);
        status = new StatusPublisher(all, StatusFile.directory(), thread::schedule, Clock::now, log);
    }

    /** Something that is shown has changed, or will. */
    void changed() {
        StatusPublisher publisher = status;
        if (publisher != null) {
            publisher.changed();
        }
    }

    /** True for the first answer: from now on there is something to be shown by JMX. */
    boolean isFirstAnswer() {
        boolean first = !hasAnswer;
        hasAnswer = true;
        return first;
    }

    /** In the keeper's thread. MBeans are made aside: the platform's server may have to be started, which takes a while. */
    void update() {
        changed();
        if (hasAnswer && mayTouchManagement.getAsBoolean()) {
            beans.ask();
        }
    }

    /** Once the pool is closed: what is shown goes, and the counters are told for the last time. */
    void close(long patienceMillis) {
        StatusPublisher publisher = status;
        try {
            Snapshot last = pool.read(patienceMillis);
            if (last != null && last.hasCounted()) {
                log.info("Prewarm stopped: {}", CountsLine.of(last));
            }
            if (publisher != null) {
                publisher.close(patienceMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
