package dev.prewarm.agent;

/** Where a client is woven. Its seam asks before anything warm is handed out. Thread-safe. */
public interface Woven {
    /**
     * Whether all of its classes that are edited are those of this loader, and have been edited. At first this loads them
     * through it, in the thread of the client. Never throws.
     */
    boolean in(ClassLoader loader);
}
