package dev.prewarm.it.programs;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import javax.management.ObjectName;

/** What a JVM holds after a full collection; a line of text on its way out of the child. */
public final class Holdings {
    public final long descriptors;
    public final long threads;
    public final long classes;
    /** Live objects of the agent's own classes. */
    public final long ours;
    /** The agent's connections, one descriptor each. */
    public final long parked;
    /** Bytes. */
    public final long heap;

    private Holdings(long descriptors, long threads, long classes, long ours, long parked, long heap) {
        this.descriptors = descriptors;
        this.threads = threads;
        this.classes = classes;
        this.ours = ours;
        this.parked = parked;
        this.heap = heap;
    }

    static Holdings now() {
        long ours = agentObjects();
        long parked = AgentCounters.ofPool().held();
        return new Holdings(descriptorCount(), threadCount(), classCount(), ours, parked, heapInUse());
    }

    /** Of a line that holds {@link #toString}. */
    public static Holdings parse(String line) {
        return new Holdings(
                number(line, "fds"),
                number(line, "threads"),
                number(line, "classes"),
                number(line, "ours"),
                number(line, "parked"),
                number(line, "heap"));
    }

    private static int classCount() {
        return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }

    static int threadCount() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    static int descriptorCount() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    /** A class histogram is preceded by a full collection. */
    private static long agentObjects() throws IllegalStateException {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return histogram
                    .lines()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(cells -> cells.length > 3
                            && cells[3].startsWith("dev.prewarm.")
                            && !cells[3].startsWith("dev.prewarm.it."))
                    .mapToLong(cells -> Long.parseLong(cells[1]))
                    .sum();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long number(String line, String name) {
        return Stream.of(line.split(" "))
                .filter(part -> part.startsWith(name + "="))
                .mapToLong(part -> Long.parseLong(part.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return "fds=" + descriptors + " threads=" + threads + " classes=" + classes + " heap=" + heap + " ours=" + ours
                + " parked=" + parked;
    }
}
