package dev.prewarm.pool;

/** For how long workers of a simulated server have been waiting on silent connections of ours. */
final class Silence {
    private int tied;
    private long since;
    private long total;

    void begins(long now) {
        if (tied++ == 0) {
            since = now;
        }
    }

    void ends(long now) {
        if (--tied == 0) {
            total += now - since;
        }
    }

    /** How long at least one worker has been waiting, in all. */
    long until(long now) {
        return tied == 0 ? total : total + now - since;
    }

    int tied() {
        return tied;
    }
}
