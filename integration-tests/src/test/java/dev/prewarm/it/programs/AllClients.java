package dev.prewarm.it.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * An application with all clients at once. Arguments: {@code relay}, {@code http} and {@code https}, origins; {@code n}; {@code
 * max}. At first one request to {@code relay} by each client, one after the other, each as soon as there is stock. Then each
 * sends {@code n} to the other two, while each 10 ms the counters are read: prints {@code readings=.. broken=.. above=..
 * most=..}, that is, readings in which the counters did not add up, or more than {@code max} was held, and the most held. At
 * last, when nothing is parked for those two any more, prints {@code requests=.. failed=..} and the counters.
 */
public final class AllClients {
    private static final int LOOK_MILLIS = 10;
    private static final int LOOKS = 2_000;

    private final List<Caller> callers = new ArrayList<>();
    private final Options options;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private int readings;
    private int broken;
    private int above;
    private long most;

    private AllClients(Options options) throws Exception {
        this.options = options;
        for (String name : Caller.NAMES) {
            callers.add(Caller.of(name));
        }
    }

    public static void main(String[] args) throws Exception {
        AllClients clients = new AllClients(new Options(args));
        clients.relay();
        clients.load();
        await(() -> clients.held() == 0);
        System.out.println("requests=" + clients.requests + " failed=" + clients.failed);
        JmxDump.lines().forEach(System.out::println);
        System.out.println("done");
        System.exit(0);
    }

    private void relay() throws Exception {
        String origin = options.text("relay", "");
        for (Caller caller : callers) {
            send(caller, origin);
            await(() -> AgentCounters.ofOrigin(origin).get("Warm") > 0);
        }
    }

    private void load() throws InterruptedException {
        List<Thread> senders = new ArrayList<>();
        for (Caller caller : callers) {
            Thread sender = new Thread(() -> sendAll(caller), "sender");
            sender.start();
            senders.add(sender);
        }
        while (senders.stream().anyMatch(Thread::isAlive)) {
            look(options.text("http", ""));
            look(options.text("https", ""));
            Thread.sleep(LOOK_MILLIS);
        }
        System.out.println("readings=" + readings + " broken=" + broken + " above=" + above + " most=" + most);
    }

    private void sendAll(Caller caller) {
        Random random = new Random(caller.hashCode());
        try {
            for (int i = 0; i < options.number("n", 100); i++) {
                send(caller, options.text(random.nextBoolean() ? "http" : "https", ""));
                Thread.sleep(random.nextInt(20));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(Caller caller, String origin) {
        requests.incrementAndGet();
        try {
            caller.get(origin + "/");
        } catch (Exception e) {
            failed.incrementAndGet();
            System.out.println("failure " + Outcome.chain(e));
        }
    }

    private long held() {
        return AgentCounters.ofOrigin(options.text("http", "")).held()
                + AgentCounters.ofOrigin(options.text("https", "")).held();
    }

    private void look(String origin) {
        AgentCounters read = AgentCounters.ofOrigin(origin);
        if (!read.areKnown()) {
            return;
        }
        readings++;
        if (!read.addUp()) {
            broken++;
            System.out.println("broken " + origin + " " + read);
        }
        if (read.held() > options.number("max", 0)) {
            above++;
            System.out.println("above " + origin + " " + read);
        }
        most = Math.max(most, read.held());
    }

    /** Bounded; the counters show if it was in vain. */
    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < LOOKS && !condition.getAsBoolean(); i++) {
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
