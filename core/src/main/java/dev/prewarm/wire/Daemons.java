package dev.prewarm.wire;

/** Threads that keep nothing alive. */
final class Daemons {
    private Daemons() {}

    /** Inherits nothing of whoever happens to ask first: no class loader, no thread locals, no priority. */
    static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.setPriority(Thread.NORM_PRIORITY);
        // The application's own handler may end the JVM, or print what is no news to it.
        thread.setUncaughtExceptionHandler((ended, failure) -> {});
        return thread;
    }
}
