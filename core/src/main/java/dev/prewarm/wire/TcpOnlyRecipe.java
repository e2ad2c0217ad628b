package dev.prewarm.wire;

import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.Recipe;

/** Of a client whose handshakes nobody else can make: only TCP is opened ahead for it. Immutable. */
public final class TcpOnlyRecipe implements Recipe {
    private final String why;

    /** @param why as {@link #obstacle} */
    public TcpOnlyRecipe(String why) {
        this.why = why;
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public String obstacle(OriginSettings settings) {
        return why;
    }
}
