package dev.prewarm.config;

import java.time.Duration;
import java.util.Map;

/** What holds for one origin: its own options, and the global settings where it has none. Immutable. */
public final class OriginSettings {
    private final Mode mode;
    private final boolean byWildcard;
    private final int min;
    private final int max;
    private final Duration idle;
    private final boolean idleGiven;
    private final Duration keepWarm;
    private final Duration connectTimeout;
    private final boolean tls;
    private final NonIdempotent nonIdempotent;
    private final boolean clientCertWarm;
    private final boolean customTrustWarm;

    OriginSettings(
            Mode mode,
            boolean byWildcard,
            Map<Property, Object> values,
            boolean idleGiven,
            boolean clientCertWarm,
            boolean customTrustWarm) {
        this.mode = mode;
        this.byWildcard = byWildcard;
        this.min = (Integer) values.get(Property.MIN);
        this.max = (Integer) values.get(Property.MAX);
        this.idle = (Duration) values.get(Property.IDLE);
        this.idleGiven = idleGiven;
        this.keepWarm = (Duration) values.get(Property.KEEP_WARM);
        this.connectTimeout = (Duration) values.get(Property.CONNECT_TIMEOUT);
        this.tls = (Boolean) values.get(Property.TLS);
        this.nonIdempotent = (NonIdempotent) values.get(Property.NON_IDEMPOTENT);
        this.clientCertWarm = clientCertWarm;
        this.customTrustWarm = customTrustWarm;
    }

    public Mode mode() {
        return mode;
    }

    /**
     * Who comes first where the caps are short, the lowest number: what an entry names itself, then what a wildcard stands for, then
     * all else.
     */
    public int rank() {
        return mode != Mode.NAMED ? 2 : byWildcard ? 1 : 0;
    }

    /** Warm connections kept for a named origin while it is kept warm; never more than {@link #max()}. */
    public int min() {
        return min;
    }

    /** The most warm connections and connections being opened together; 0: not warmed, though named. */
    public int max() {
        return max;
    }

    /** How long a connection may be parked; more than 0. */
    public Duration idle() {
        return idle;
    }

    /** Whether the user set {@link #idle()}, for this origin or for all: then it is not learnt upward. */
    public boolean idleGiven() {
        return idleGiven;
    }

    /** How long after the last request {@link #min()} is kept; may be 0. */
    public Duration keepWarm() {
        return keepWarm;
    }

    /** For TCP, and again for TLS; more than 0, and in milliseconds no more than an int holds. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Whether TLS handshakes are done ahead; otherwise only TCP is opened. */
    public boolean tls() {
        return tls;
    }

    public NonIdempotent nonIdempotent() {
        return nonIdempotent;
    }

    /**
     * Whether the key managers of the application's SSLContexts answer the same in every thread and at every time, by the
     * user's word; then a warm connection that presented a client certificate may be handed out.
     */
    public boolean clientCertWarm() {
        return clientCertWarm;
    }

    /** The same of its trust managers. */
    public boolean customTrustWarm() {
        return customTrustWarm;
    }
}
