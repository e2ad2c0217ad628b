package dev.prewarm.it.programs;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * The agent's counters as any JMX tool reads them, by name. To be called last: it starts the platform MBean server, which
 * changes the JVM.
 */
public final class JmxDump {
    private static final String POOL = "dev.prewarm:type=Pool";

    private JmxDump() {}

    /** As below; the agent is expected if it is on the command line. */
    public static List<String> lines() throws Exception {
        return lines(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-javaagent:")));
    }

    /**
     * Lines {@code jmx <object name> <attribute>=<value>}; none without the agent.
     *
     * @param expected the agent is there, and if it publishes nothing yet, that is waited for
     */
    public static List<String> lines(boolean expected) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        if (expected) {
            awaitAgent(server);
        }
        List<String> lines = new ArrayList<>();
        for (ObjectName name : server.queryNames(new ObjectName("dev.prewarm:*"), null)) {
            String[] names = Stream.of(server.getMBeanInfo(name).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            // Asked for together they are of one moment, and add up.
            for (Attribute attribute : server.getAttributes(name, names).asList()) {
                add(lines, "jmx " + name + " " + attribute.getName(), attribute.getValue());
            }
        }
        Collections.sort(lines);
        return lines;
    }

    /** Waits until a warm connection to that origin is parked, at the most for so long. */
    static void awaitWarm(String origin, long patienceNanos) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.prewarm:type=Origin,name=" + ObjectName.quote(origin));
        long end = System.nanoTime() + patienceNanos;
        while (System.nanoTime() < end
                && !(server.isRegistered(name) && ((Number) server.getAttribute(name, "Warm")).longValue() > 0)) {
            Thread.sleep(5);
        }
    }

    /** Waits until nothing is being opened for a while, so that counters read next are still true when the program ends. */
    static void awaitQuiet() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        awaitAgent(server);
        for (int quiet = 0, looks = 0; quiet < 5 && looks < 200; looks++) {
            boolean opening = ((Number) server.getAttribute(new ObjectName(POOL), "Opening")).longValue() > 0;
            quiet = opening ? 0 : quiet + 1;
            Thread.sleep(50);
        }
    }

    /** The agent publishes a moment after the first answer, and what comes later within a second. */
    private static void awaitAgent(MBeanServer server) throws Exception {
        for (int i = 0; i < 250 && !isUpToDate(server); i++) {
            Thread.sleep(20);
        }
    }

    private static boolean isUpToDate(MBeanServer server) throws Exception {
        ObjectName pool = new ObjectName(POOL);
        int shown = server.queryNames(new ObjectName("dev.prewarm:type=Origin,*"), null)
                .size();
        return server.isRegistered(pool) && ((Number) server.getAttribute(pool, "Origins")).intValue() <= shown;
    }

    private static void add(List<String> lines, String prefix, Object value) {
        if (value instanceof CompositeData) {
            CompositeData composite = (CompositeData) value;
            composite.getCompositeType().keySet().forEach(key -> add(lines, prefix + "." + key, composite.get(key)));
        } else if (value instanceof TabularData) {
            ((TabularData) value).values().forEach(row -> {
                CompositeData entry = (CompositeData) row;
                add(lines, prefix + "." + entry.get("key"), entry.get("value"));
            });
        } else if (value instanceof Map) {
            ((Map<?, ?>) value).forEach((key, each) -> add(lines, prefix + "." + key, each));
        } else {
            lines.add(prefix + "=" + value);
        }
    }
}
