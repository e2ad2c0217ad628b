package dev.prewarm.wire;

/** What the keeper's selector can wake. Keeper thread only. */
interface SelectorHandler {
    /** Its channel is ready for something it waits for. */
    void ready();

    /** On {@link Clock}; {@link Long#MAX_VALUE}: none. */
    long deadline();

    /** Its deadline has passed. */
    void expire();

    /** The keeper lets go of all that is not a taker's: closes at once, and needs no memory for that. */
    void drop();
}
