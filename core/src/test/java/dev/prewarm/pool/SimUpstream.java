package dev.prewarm.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A simulated server: how long it takes to answer, when it fails, and when it ends silent connections. */
final class SimUpstream {
    private final VirtualTime time;
    private final Random random;
    private final List<SimConnection> silent = new ArrayList<>();

    long lead;
    /** Of the lead, the part that varies from one connection to the next. */
    double spread;
    /** It ends a connection that has been silent for so long. */
    long patience = Long.MAX_VALUE;

    boolean failing;
    boolean closes = true;

    SimUpstream(VirtualTime time, Random random, long lead) {
        this.time = time;
        this.random = random;
        this.lead = lead;
    }

    long nextLead() {
        return (long) (lead * (1 + spread * (random.nextDouble() - 0.5)));
    }

    long roundTrip() {
        return Math.max(1, lead / 3);
    }

    /** Answers when it will end it, unless a restart comes first. */
    void accept(SimConnection connection) {
        if (patience != Long.MAX_VALUE) {
            connection.closedAt = time.now() + patience;
        }
        silent.add(connection);
    }

    /** Ends everything that is open; answers what that was. */
    List<SimConnection> restart() {
        List<SimConnection> ended = new ArrayList<>();
        for (SimConnection connection : silent) {
            if (connection.closedAt > time.now()) {
                connection.closedAt = time.now();
                ended.add(connection);
            }
        }
        silent.clear();
        return ended;
    }

    void forget(SimConnection connection) {
        silent.remove(connection);
    }
}
