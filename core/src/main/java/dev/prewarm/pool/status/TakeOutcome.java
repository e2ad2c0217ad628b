package dev.prewarm.pool.status;

import java.util.Locale;

/** What became of a client's wish for a connection. */
public enum TakeOutcome {
    /** It was given a warm one. */
    HIT,
    /** It opens its own. */
    MISS,
    /** It opens its own, on purpose. */
    CANARY,
    /** It opens its own, and nothing is warmed there now. Neither hit nor miss. */
    NOT_WARMED,
    /** What was counted as a hit is a miss: the client could not use what it was given. */
    GIVEN_UP;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String label() {
        return label;
    }
}
