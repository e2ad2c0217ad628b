package dev.prewarm.pool;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** A proxy that refuses requests for the silent connections of their client: those it holds, or those it has wasted. */
final class SimGrudging extends SimConduct {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final VirtualTime time;
    private final SimServer server;
    private final int refusal;
    private final int most;
    private final boolean countsEnded;
    private final ArrayDeque<Long> ended = new ArrayDeque<>();

    private SimGrudging(VirtualTime time, SimServer server, int refusal, int most, boolean countsEnded) {
        this.time = time;
        this.server = server;
        this.refusal = refusal;
        this.most = most;
        this.countsEnded = countsEnded;
    }

    /** While more than so many are held. */
    static SimGrudging ofHeld(VirtualTime time, SimServer server, int refusal, int most) {
        return new SimGrudging(time, server, refusal, most, false);
    }

    /** As HAProxy's http_err_rate: more than so many are held, or ended in the last minute. */
    static SimGrudging ofUnused(VirtualTime time, SimServer server, int refusal, int most) {
        return new SimGrudging(time, server, refusal, most, true);
    }

    @Override
    void unused(SimSocket socket) {
        if (countsEnded) {
            ended.addLast(time.now());
        }
    }

    @Override
    int status(SimSocket socket) {
        while (!ended.isEmpty() && time.now() - ended.peekFirst() >= MINUTE) {
            ended.removeFirst();
        }
        return server.silent() + ended.size() > most ? refusal : OK;
    }
}
