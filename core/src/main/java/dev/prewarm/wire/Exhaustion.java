package dev.prewarm.wire;

/** Tells a machine that has run out of something from an upstream that does not answer. */
final class Exhaustion {
    private Exhaustion() {}

    /** Whether a failed open was for want of descriptors (EMFILE, ENFILE) or local ports (EADDRNOTAVAIL). */
    static boolean isBehind(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("Too many open files") || message.contains("Cannot assign requested address");
    }
}
