package dev.prewarm.it.kit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Processes started by tests and not yet ended: destroyed when the test JVM ends, however it ends. */
final class Leftovers {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Leftovers::destroy)));
    }

    private Leftovers() {}

    static Process track(Process process) {
        RUNNING.add(process);
        process.onExit().thenAccept(RUNNING::remove);
        return process;
    }

    private static void destroy(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
