package dev.prewarm.it.programs;

import java.io.File;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;

/**
 * A common mistake: a new client for each request. Arguments, {@code name=value}: {@code client}, one of {@link
 * Caller#NAMES}; {@code url}; {@code n}; {@code stock}: how many warm connections there may be. Prints what this JVM holds after the first {@value #FIRST} and after {@code n} more,
 * as {@code before} and {@code after fds=.. threads=.. heap=.. ours=..} (bytes after GC; live objects of the agent's own
 * classes), then the agent's counters.
 */
public final class ClientPerRequest {
    private static final int FIRST = 100;
    private static final int SETTLED_THREADS = 8;
    private static final int LOOKS = 60;
    private static final long LOOK_MILLIS = 250;

    private ClientPerRequest() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        String client = options.text("client", "");
        String url = options.text("url", "");
        int few = threads() + SETTLED_THREADS;
        send(client, url, FIRST);
        Held before = settled(few, Integer.MAX_VALUE);
        System.out.println("before " + before);
        send(client, url, options.number("n", 1000));
        int mostDescriptors = before.descriptors + options.number("stock", 0);
        Held after = settled(few, mostDescriptors);
        for (int i = 0; i < LOOKS && (i == 0 || after.ours > before.ours + options.number("objects", 0)); i++) {
            // What is held weakly is let go of when something comes in its place, once the collector has told of it.
            send(client, url, 3);
            after = settled(few, mostDescriptors);
        }
        System.out.println("after " + after);
        JmxDump.lines().forEach(System.out::println);
        System.out.println("done");
        System.exit(0);
    }

    private static void send(String client, String url, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (Caller caller = Caller.of(client)) {
                caller.get(url);
            }
        }
    }

    /** Clients are let go of by the collector, some a few seconds later by threads of their own. */
    private static Held settled(int threads, int descriptors) throws Exception {
        for (int i = 0; i < LOOKS && (threads() > threads || descriptors() > descriptors); i++) {
            System.gc();
            Thread.sleep(LOOK_MILLIS);
        }
        return new Held();
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static final class Held {
        final int descriptors = descriptors();
        final int threads = threads();
        final long ours = objects();
        final long heap = heap();

        /** A class histogram is preceded by a full collection. */
        private static long objects() throws IllegalStateException {
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

        private static long heap() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }

        @Override
        public String toString() {
            return "fds=" + descriptors + " threads=" + threads + " heap=" + heap + " ours=" + ours;
        }
    }
}
