package dev.prewarm.pool;

import java.util.Locale;

/** What Prewarm does about an origin. */
public enum OriginState {
    /** Watched only: nobody has named it. */
    OBSERVED,
    EXCLUDED,
    /** By {@code auto}: it is not known yet whether it closes its connections. */
    LEARNING,
    /** By {@code auto}: it closes, and its connections take no time. */
    NO_GAIN,
    /** It is to be seen first whether it suffers from silent connections. */
    ON_TRIAL,
    /** Stock is kept. */
    WARMING,
    /** It keeps its connections: there is nothing to gain. */
    KEEPS_ALIVE,
    /** It suffers from silent connections, and is left alone. */
    SUSPENDED,
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
