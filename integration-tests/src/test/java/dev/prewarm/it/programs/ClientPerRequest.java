package dev.prewarm.it.programs;

/**
 * A common mistake: a new client for each request. Arguments, {@code name=value}: {@code client}, one of {@link
 * Caller#NAMES}; {@code url}; {@code n}; {@code stock}: how many warm connections there may be. Prints what this JVM holds after the first {@value #FIRST} and after {@code n} more,
 * as {@code before} and {@code after} and {@link Holdings}, then the agent's counters.
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
        int few = Holdings.threadCount() + SETTLED_THREADS;
        send(client, url, FIRST);
        Holdings before = settled(few, Integer.MAX_VALUE);
        System.out.println("before " + before);
        send(client, url, options.number("n", 1000));
        long mostDescriptors = before.descriptors + options.number("stock", 0);
        Holdings after = settled(few, mostDescriptors);
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
    private static Holdings settled(int threads, long descriptors) throws Exception {
        for (int i = 0;
                i < LOOKS && (Holdings.threadCount() > threads || Holdings.descriptorCount() > descriptors);
                i++) {
            System.gc();
            Thread.sleep(LOOK_MILLIS);
        }
        return Holdings.now();
    }
}
