package dev.prewarm.pool;

/** When one origin is to be looked at again though nothing happens. */
final class Alarm {
    private long at;

    void clear() {
        at = Long.MAX_VALUE;
    }

    /** At {@code moment} at the latest. */
    void wake(long moment) {
        at = Math.min(at, moment);
    }

    /** {@link Long#MAX_VALUE}: not before something happens. */
    long at() {
        return at;
    }
}
