package dev.prewarm.report;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.status.Printable;
import dev.prewarm.pool.status.Snapshot;
import dev.prewarm.pool.status.Snapshots;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;

/** Keeps one MBean for the pool, one for each origin that is shown, and one for all others registered. Not thread-safe. */
final class Beans {
    private static final String DOMAIN = "dev.prewarm";

    private final Snapshots snapshots;
    private final Logger log;
    private final Map<Origin, ObjectName> registered = new HashMap<>();
    private MBeanServer server;
    private volatile Snapshot others;
    private boolean failed;

    Beans(Snapshots snapshots, Logger log) {
        this.snapshots = snapshots;
        this.log = log;
    }

    /** After something has changed. The first call looks for the platform's MBean server: it freezes JVM logging. */
    void update() {
        if (failed) {
            return;
        }
        try {
            if (server == null) {
                server = ManagementFactory.getPlatformMBeanServer();
                server.registerMBean(
                        new SnapshotBean("All origins together", Fields.POOL, snapshots::read),
                        new ObjectName(DOMAIN + ":type=Pool"));
            }
            Overview overview = new Overview(snapshots.readEach());
            updateOrigins(overview);
            updateOthers(overview);
        } catch (JMException | RuntimeException | LinkageError e) {
            failed = true;
            log.warn("JMX beans are not registered: {}. Nothing else is affected; see `status PID`", e.toString());
        }
    }

    private void updateOrigins(Overview overview) throws JMException {
        Set<Origin> gone = new HashSet<>(registered.keySet());
        for (Snapshot each : overview.shown()) {
            Origin origin = each.origin();
            if (!gone.remove(origin)) {
                ObjectName name = new ObjectName(
                        DOMAIN + ":type=Origin,name=" + ObjectName.quote(Printable.of(origin.toString())));
                server.registerMBean(new SnapshotBean("One origin", Fields.ORIGIN, () -> snapshots.read(origin)), name);
                registered.put(origin, name);
            }
        }
        for (Origin origin : gone) {
            server.unregisterMBean(registered.remove(origin));
        }
    }

    private void updateOthers(Overview overview) throws JMException {
        boolean wasThere = others != null;
        others = overview.others();
        ObjectName name = new ObjectName(DOMAIN + ":type=Others");
        if (others != null && !wasThere) {
            server.registerMBean(
                    new SnapshotBean(
                            "All origins without an MBean of their own, together", Fields.OTHERS, () -> others),
                    name);
        } else if (others == null && wasThere) {
            server.unregisterMBean(name);
        }
    }
}
