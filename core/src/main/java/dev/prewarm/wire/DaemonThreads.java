package dev.prewarm.wire;

import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;

/** All threads of the agent are made here. They keep nothing alive. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /**
     * Inherits nothing of whoever happens to ask first: no class loader, no thread locals, no priority, no thread group; and
     * no access control context, in which up to JDK 23 the Subject is found on whose behalf code runs.
     */
    @SuppressWarnings("removal")
    public static Thread thread(Runnable task, String name) {
        try {
            AccessControlContext nobody = new AccessControlContext(new ProtectionDomain[0]);
            return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> make(task, name), nobody);
        } catch (LinkageError removed) {
            return make(task, name);
        }
    }

    private static Thread make(Runnable task, String name) {
        Thread thread = new Thread(topGroup(), task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.setPriority(Thread.NORM_PRIORITY);
        // The application's own handler may end the JVM, or print what is no news to it.
        thread.setUncaughtExceptionHandler((ended, failure) -> {});
        return thread;
    }

    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
