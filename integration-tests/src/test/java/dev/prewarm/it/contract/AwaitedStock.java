package dev.prewarm.it.contract;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Whether the agent holds a warm connection, as JMX shows it. Without an agent it is waited as long. */
final class AwaitedStock {
    /** However busy the machine is. */
    private static final int WANTED_MILLIS = 20_000;

    private static final int POLL_MILLIS = 100;
    private static final boolean AGENT = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith("-javaagent:"));

    private AwaitedStock() {}

    /**
     * Until there is one for this origin, or that long. At an https origin it is looked for twice: the first two that are opened
     * there are not for use, and go soon.
     */
    static void await(String origin, long atMostMillis) throws InterruptedException {
        long end = System.nanoTime() + atMostMillis * 1_000_000;
        int wanted = AGENT && origin.startsWith("https") ? 2 : 1;
        int seen = 0;
        do {
            Thread.sleep(POLL_MILLIS);
            seen = !AGENT || warm(origin) > 0 ? seen + 1 : 0;
        } while (System.nanoTime() < end && (!AGENT || seen < wanted));
    }

    /** The same where one must come, sooner or later; without an agent a moment. */
    static void awaitWanted(String origin) throws InterruptedException {
        await(origin, AGENT ? WANTED_MILLIS : POLL_MILLIS);
    }

    /** Until one has been there for so long that no other can be taken in its place; without an agent that long. */
    static void awaitOld(String origin, long millis) throws InterruptedException {
        long end = System.nanoTime() + WANTED_MILLIS * 1_000_000L;
        int opened;
        do {
            awaitWanted(origin);
            opened = number(origin, "Opened");
            Thread.sleep(millis);
        } while (AGENT && System.nanoTime() < end && (warm(origin) == 0 || number(origin, "Opened") != opened));
    }

    /** Warm connections that were handed out so far; 0 without an agent. */
    static int hits(String origin) {
        return number(origin, "Hits");
    }

    /** Hits forgone on purpose. */
    static int canaries(String origin) {
        return number(origin, "Canaries");
    }

    /** How long a connection takes to open, as far as is known. */
    static int leadMillis(String origin) {
        return number(origin, "LeadMillis");
    }

    private static int warm(String origin) {
        return number(origin, "Warm");
    }

    private static int number(String origin, String attribute) {
        if (!AGENT) {
            return 0;
        }
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName name = new ObjectName("dev.prewarm:type=Origin,name=" + ObjectName.quote(origin));
            return ((Number) server.getAttribute(name, attribute)).intValue();
        } catch (InstanceNotFoundException notYet) {
            return 0;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
