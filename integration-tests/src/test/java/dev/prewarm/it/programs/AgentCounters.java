package dev.prewarm.it.programs;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/** One reading of the agent's counters, all of one moment. */
final class AgentCounters {
    private final Map<String, Object> values = new HashMap<>();

    /** Without any if the agent publishes none (yet). */
    private AgentCounters(ObjectName name) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            String[] names = Stream.of(server.getMBeanInfo(name).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            for (Attribute attribute : server.getAttributes(name, names).asList()) {
                values.put(attribute.getName(), attribute.getValue());
            }
        } catch (InstanceNotFoundException none) {
            values.clear();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    static AgentCounters ofPool() {
        return of("dev.prewarm:type=Pool");
    }

    /** As named in {@code prewarm.origins}. */
    static AgentCounters ofOrigin(String origin) {
        return of("dev.prewarm:type=Origin,name=" + ObjectName.quote(origin));
    }

    private static AgentCounters of(String name) {
        try {
            return new AgentCounters(new ObjectName(name));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean areKnown() {
        return !values.isEmpty();
    }

    /** 0 if it is not known. */
    long get(String name) {
        return ((Number) values.getOrDefault(name, 0)).longValue();
    }

    /** Parked and being opened. */
    long held() {
        return get("Warm") + get("Opening");
    }

    boolean addUp() {
        return get("Opened") == get("Hits") + get("Unused") + get("Failed") + held() && get("Unused") == evicted();
    }

    private long evicted() {
        TabularData byReason = (TabularData) values.get("Evicted");
        return byReason.values().stream()
                .mapToLong(row -> (Long) ((CompositeData) row).get("value"))
                .sum();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
