package dev.prewarm;

import dev.prewarm.config.Origin;
import dev.prewarm.config.OriginSettings;

/** Whom a client is about to connect to, and what its user wants there: looked up once for each attempt. Immutable. */
public final class Target {
    private final Origin origin;
    private final OriginSettings settings;

    Target(Origin origin, OriginSettings settings) {
        this.origin = origin;
        this.settings = settings;
    }

    public Origin origin() {
        return origin;
    }

    public OriginSettings settings() {
        return settings;
    }
}
