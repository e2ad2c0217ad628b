package dev.prewarm.pool;

/**
 * What the next TLS connection needs to be the same as the client's own. Equal recipes would make the very same
 * handshake; identities inside are held weakly and compared with {@code ==}.
 */
public interface Recipe {
    /** Whether what the recipe refers to has been collected: nobody can ask for it again. */
    boolean isGone();
}
