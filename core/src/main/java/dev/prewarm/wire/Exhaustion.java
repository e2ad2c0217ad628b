package dev.prewarm.wire;

/** Tells a machine that has run out of something from an upstream that does not answer. */
enum Exhaustion {
    NONE,
    /** EMFILE, ENFILE. */
    DESCRIPTORS,
    /** EADDRNOTAVAIL; also what an address of a family that is switched off answers, which was never reached then. */
    PORTS,
    /** No thread could be started: the process's or the container's limit; says nothing of the heap. */
    THREADS,
    /** Any other OutOfMemoryError. */
    MEMORY;

    /** What was lacking when opening failed. */
    static Exhaustion behind(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof OutOfMemoryError) {
            return message.contains("native thread") ? THREADS : MEMORY;
        }
        if (message.contains("Too many open files")) {
            return DESCRIPTORS;
        }
        return message.contains("Cannot assign requested address") ? PORTS : NONE;
    }
}
