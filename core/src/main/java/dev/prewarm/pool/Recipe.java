package dev.prewarm.pool;

import dev.prewarm.config.OriginSettings;

/**
 * What the next TLS connection needs to be the same as the client's own. Equal recipes would make the very same
 * handshake; identities inside are held weakly and compared with {@code ==}.
 */
public interface Recipe {
    /** Whether what the recipe refers to has been collected: nobody can ask for it again. */
    boolean isGone();

    /**
     * Why the client alone may make its handshake, as things stand; null: it may be made ahead. To be asked again at each
     * use: a context can be given other managers at any time.
     */
    default String obstacle(OriginSettings settings) {
        return null;
    }
}
