package dev.prewarm.wire;

/** Tells a machine that has run out of something from an upstream that does not answer. */
enum Exhaustion {
    NONE,
    /** EMFILE, ENFILE. */
    DESCRIPTORS,
    /** EADDRNOTAVAIL; also what an address of a family that is switched off answers, which was never reached then. */
    PORTS;

    /** What a failed open was for want of. */
    static Exhaustion behind(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Too many open files")) {
            return DESCRIPTORS;
        }
        return message.contains("Cannot assign requested address") ? PORTS : NONE;
    }
}
