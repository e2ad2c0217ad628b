package dev.prewarm.it.programs;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What the programs of {@code src/test/programs} have in common: they make the same call again and again, to each origin
 * of their command line in turn, and print what came of it: {@code req I ok SCHEME LENGTH:HASH} or {@code req I failed
 * SCHEME CLASS: MESSAGE <- CAUSE..}, then the agent's counters (see {@link JmxDump}).
 */
public final class Calls {
    /** At each origin; after the first ones a pause, in which the agent may fill its stock. */
    private static final int FIRST = 4;

    private static final int ALL = 40;
    private static final long PAUSE_MILLIS = 1_300;
    private static final long GAP_MILLIS = 25;

    private Calls() {}

    /**
     * Ends the JVM: some clients leave threads behind that never end.
     *
     * @param client makes a client for an origin, whose call answers the response's body
     */
    public static void run(String[] origins, Function<String, Callable<String>> client) throws Exception {
        Map<String, Callable<String>> calls = new LinkedHashMap<>();
        for (String origin : origins) {
            calls.put(origin, client.apply(origin));
        }
        int index = 0;
        for (int i = 0; i < ALL; i++) {
            if (i == FIRST) {
                Thread.sleep(PAUSE_MILLIS);
            }
            for (Map.Entry<String, Callable<String>> each : calls.entrySet()) {
                String scheme = each.getKey().replaceAll(":.*", "");
                System.out.println("req " + index++ + " " + outcome(scheme, each.getValue()));
                Thread.sleep(GAP_MILLIS);
            }
        }
        JmxDump.lines(false).forEach(System.out::println);
        System.exit(0);
    }

    /** A call that is the one and the other by turns. */
    public static Callable<String> inTurn(Callable<String> one, Callable<String> other) {
        AtomicInteger count = new AtomicInteger();
        return () -> (count.getAndIncrement() % 2 == 0 ? one : other).call();
    }

    /** What the class's constructor without arguments makes: a program's HTTP client, by name. */
    public static Object made(String className) throws ReflectiveOperationException {
        return Class.forName(className).getConstructor().newInstance();
    }

    private static String outcome(String scheme, Callable<String> call) {
        try {
            byte[] body = call.call().getBytes(StandardCharsets.UTF_8);
            return "ok " + scheme + " " + body.length + ":" + Outcome.sha256(body);
        } catch (Exception e) {
            return "failed " + scheme + " " + Outcome.of(e);
        }
    }
}
