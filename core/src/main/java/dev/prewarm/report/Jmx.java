package dev.prewarm.report;

import dev.prewarm.pool.status.Snapshots;
import org.slf4j.Logger;

/** Whether there is JMX in this runtime. Apart from {@link Beans}, which can't even be loaded where there is none. */
public final class Jmx {
    private Jmx() {}

    /**
     * What is to be run after something has changed, by one thread at a time. The first run looks for the platform's
     * MBean server: it freezes JVM logging.
     */
    public static Runnable updates(Snapshots snapshots, Logger log) {
        return updates(ModuleLayer.boot().findModule("java.management").isPresent(), snapshots, log);
    }

    static Runnable updates(boolean isThere, Snapshots snapshots, Logger log) {
        if (isThere) {
            return new Beans(snapshots, log)::update;
        }
        boolean[] told = {false};
        return () -> {
            if (!told[0]) {
                told[0] = true;
                log.info(
                        "JMX is off: this Java runtime has no module java.management. `status PID` shows the counters");
            }
        };
    }
}
