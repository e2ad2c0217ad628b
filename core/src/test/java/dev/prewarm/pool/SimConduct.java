package dev.prewarm.pool;

/** In what a simulated upstream is not like others. This one is like them. */
class SimConduct {
    /** The connection ends instead. */
    static final int NO_ANSWER = 0;

    static final int OK = 200;

    SimServer.Verdict syn(SimSocket socket) {
        return SimServer.Verdict.ACCEPTED;
    }

    void accepted(SimSocket socket) {}

    /** Whether it does nothing now, and this later. */
    boolean putsOff(Runnable what) {
        return false;
    }

    /** @param usual nanoseconds until the answer leaves */
    long takes(SimSocket socket, long usual) {
        return usual;
    }

    /** Of an answer that leaves now. */
    int status(SimSocket socket) {
        return OK;
    }

    /** It ended, by whomever, before a request came. */
    void unused(SimSocket socket) {}
}
