package dev.prewarm.agent;

import dev.prewarm.agent.apache.ApacheSupport;
import dev.prewarm.agent.jdk.JdkSupport;
import dev.prewarm.agent.log.StderrLogger;
import dev.prewarm.agent.okhttp.OkHttpSupport;
import dev.prewarm.config.Settings;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicBoolean;

/** Starts Prewarm in this JVM, once. Reached by name from {@link PrewarmAgent}. */
public final class Agent {
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private Agent() {}

    /** Before main, or into a running JVM whose client classes may be loaded already. */
    public static void start(String arguments, Instrumentation instrumentation) {
        if (JdkTool.isThisJvm()) {
            return;
        }
        if (STARTED.getAndSet(true)) {
            StderrLogger.lastResort("is in this JVM already: this second start does nothing", null);
            return;
        }
        if (!Settings.enabledIn(arguments, Startup.asMap(System.getProperties()), System.getenv())) {
            return;
        }
        ClientSupport[] clients = clients();
        Startup startup = new Startup(arguments, instrumentation);
        Gate gate = new Gate(clients, startup);
        instrumentation.addTransformer(gate, true);
        try {
            weaveLoaded(clients, gate, startup, instrumentation);
        } finally {
            startup.loadedAreWoven();
        }
    }

    /** All that can be woven. */
    static ClientSupport[] clients() {
        return new ClientSupport[] {new JdkSupport(), new OkHttpSupport(), new ApacheSupport()};
    }

    private static void weaveLoaded(
            ClientSupport[] clients, Gate gate, Startup startup, Instrumentation instrumentation) {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            String name = loaded.getName().replace('.', '/');
            gate.seenBefore(name);
            for (ClientSupport client : clients) {
                // The JVM's own lambdas of a client's class have its name, too.
                if (client.owns(loaded.getClassLoader(), name) && instrumentation.isModifiableClass(loaded)) {
                    try {
                        instrumentation.retransformClasses(loaded);
                    } catch (Throwable t) {
                        // Another agent has changed what the JVM lets nobody change, say.
                        startup.giveUp(client, loaded, t);
                    }
                }
            }
        }
    }
}
