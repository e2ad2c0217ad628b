package dev.prewarm.pool;

/** What a failed opening says of its upstream. */
public enum OpeningFailure {
    /** It was refused, or ended, by whoever is there. */
    REFUSED,
    /** Nobody answered. */
    TIMED_OUT,
    /** Nothing: it was not the upstream's doing. */
    OTHER
}
