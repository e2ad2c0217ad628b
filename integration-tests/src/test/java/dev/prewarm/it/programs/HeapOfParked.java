package dev.prewarm.it.programs;

import java.lang.management.ManagementFactory;

/**
 * What a JVM's heap holds when {@code stock} connections are parked for {@code origin}, on behalf of {@code client}, one of
 * {@link Caller#NAMES}. Prints {@code parked=N heap=BYTES}; to be compared with the same at another stock.
 */
public final class HeapOfParked {
    private static final int REQUESTS = 4;
    private static final int LOOKS = 600;
    private static final long LOOK_MILLIS = 100;
    private static final int COLLECTIONS = 5;

    private HeapOfParked() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        String origin = options.text("origin", "");
        Caller caller = Caller.of(options.text("client", "jdk"));
        for (int i = 0; i < REQUESTS; i++) {
            caller.get(origin + "/");
        }
        int stock = options.number("stock", 1);
        for (int i = 0; i < LOOKS && !isSettled(AgentCounters.ofOrigin(origin), stock); i++) {
            Thread.sleep(LOOK_MILLIS);
        }
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(LOOK_MILLIS);
        }
        System.out.println("parked=" + AgentCounters.ofOrigin(origin).get("Warm") + " heap="
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        System.exit(0);
    }

    private static boolean isSettled(AgentCounters counters, int stock) {
        return counters.get("Warm") >= stock && counters.get("Opening") == 0;
    }
}
