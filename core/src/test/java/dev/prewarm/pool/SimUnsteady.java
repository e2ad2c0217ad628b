package dev.prewarm.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A server that fails whatever we do: it crashes on some requests, refuses all for a while, or stands still. */
final class SimUnsteady extends SimConduct {
    /** What its system accepts while it stands still. */
    private static final int BACKLOG = 16;

    private final Random random;
    private final List<Runnable> later = new ArrayList<>();
    private boolean frozen;
    private int accepted;

    /** How often a request ends without an answer. */
    double crashes;

    int status = OK;

    SimUnsteady(Random random) {
        this.random = random;
    }

    void freeze() {
        frozen = true;
        accepted = 0;
    }

    void thaw() {
        frozen = false;
        List<Runnable> now = new ArrayList<>(later);
        later.clear();
        now.forEach(Runnable::run);
    }

    @Override
    SimServer.Verdict syn(SimSocket socket) {
        return frozen && ++accepted > BACKLOG ? SimServer.Verdict.DROPPED : SimServer.Verdict.ACCEPTED;
    }

    @Override
    boolean putsOff(Runnable what) {
        if (frozen) {
            later.add(what);
        }
        return frozen;
    }

    @Override
    int status(SimSocket socket) {
        return crashes > 0 && random.nextDouble() < crashes ? NO_ANSWER : status;
    }
}
