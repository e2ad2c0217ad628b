package dev.prewarm.config;

/** What Prewarm may do at an origin. */
public enum Mode {
    /** An entry of {@code prewarm.origins} names it, itself or by a wildcard. */
    NAMED,
    /** Nobody named it, but {@code auto} is listed: warmed once it is seen to close. */
    AUTO,
    /** Only watched. */
    OBSERVED,
    /** An entry of {@code prewarm.exclude} names it: never warmed. */
    EXCLUDED
}
