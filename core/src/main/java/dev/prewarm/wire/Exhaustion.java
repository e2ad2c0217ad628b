package dev.prewarm.wire;

import java.net.BindException;

/**
 * Tells a machine that has run out of something from an upstream that does not answer: by the class of what was thrown, for
 * what systems say is in their users' languages.
 */
enum Exhaustion {
    NONE,
    /** EMFILE, ENFILE, ENOBUFS: there is not even a socket to be had, see {@link NoSocketException}. */
    DESCRIPTORS,
    /** EADDRNOTAVAIL: the JDK's name for it is BindException; also what an address of a family that is switched off answers, which was never reached then. */
    PORTS,
    /** No thread could be started: the process's or the container's limit; says nothing of the heap. */
    THREADS,
    /** Any other OutOfMemoryError. */
    MEMORY;

    /** What was lacking when opening failed. */
    static Exhaustion behind(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            // The JVM's own words, which it does not translate.
            return String.valueOf(failure.getMessage()).contains("native thread") ? THREADS : MEMORY;
        }
        if (failure instanceof NoSocketException) {
            return DESCRIPTORS;
        }
        return failure instanceof BindException ? PORTS : NONE;
    }
}
