package dev.prewarm.pool;

import java.util.Locale;

/** What Prewarm does about an origin. */
public enum OriginState {
    /** Watched only: nobody has named it. */
    OBSERVED,
    EXCLUDED,
    /** Stock is kept. */
    WARMING,
    /** Named, but it keeps its connections: there is nothing to gain. */
    KEEPS_ALIVE,
    /** Connections could not be opened; tried again later. */
    BACKING_OFF,
    /** Named, with {@code max=0}. */
    OFF;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in JMX, status and logs. */
    public String label() {
        return label;
    }
}
