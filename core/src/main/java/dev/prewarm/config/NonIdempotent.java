package dev.prewarm.config;

/** Which warm connections a POST, PATCH and the like may take. */
public enum NonIdempotent {
    /** Only the youngest one, while it is young enough that the server is not about to close it. */
    FRESH,
    /** None. */
    COLD,
    /** Any. */
    WARM
}
