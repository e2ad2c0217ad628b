package dev.prewarm.agent;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;

/**
 * Sees every class that is loaded, and lets those of the clients through to the weaver, which is not loaded before. Kept
 * free of whatever costs at start: lambdas, logging, the pool.
 */
final class Gate implements ClassFileTransformer {
    private static final String LOG_MANAGER = "java/util/logging/LogManager";

    private final ClientSupport[] clients;
    private final Startup startup;
    private volatile boolean logManagerSeen;

    Gate(ClientSupport[] clients, Startup startup) {
        this.clients = clients;
        this.startup = startup;
    }

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String className,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] classFile) {
        if (className == null) {
            return null;
        }
        if (className.equals(LOG_MANAGER)) {
            logManagerSeen = true;
            return null;
        }
        for (ClientSupport client : clients) {
            if (client.owns(loader, className)) {
                return startup.weave(this, client, loader, className, classFile);
            }
        }
        return null;
    }

    ClientSupport[] clients() {
        return clients;
    }

    /** A class that was loaded before the gate could see it. */
    void seenBefore(String className) {
        logManagerSeen |= className.equals(LOG_MANAGER);
    }

    /**
     * Whether the platform's MBean server may be looked for. That initialises the JVM's LogManager; where the application
     * brings one of its own, it must have come up first.
     */
    boolean mayTouchManagement() {
        return logManagerSeen || System.getProperty("java.util.logging.manager") == null;
    }
}
