package dev.prewarm.agent;

import dev.prewarm.agent.apache.ApacheClient;
import dev.prewarm.agent.jdk.JdkClient;
import dev.prewarm.agent.log.StderrLogger;
import dev.prewarm.agent.okhttp.OkHttpClient;
import dev.prewarm.config.Settings;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/** Starts Prewarm in this JVM, once. Reached by name from {@link PrewarmAgent}. */
public final class Agent {
    private static boolean started;

    private Agent() {}

    /** Before main, or into a running JVM whose client classes may be loaded already. */
    public static synchronized void start(String arguments, Instrumentation instrumentation) {
        if (JdkTool.isThisJvm()) {
            return;
        }
        if (started) {
            StderrLogger.lastResort("is in this JVM already: this second start does nothing", null);
            return;
        }
        started = true;
        if (!Settings.enabledIn(arguments, Startup.asMap(System.getProperties()), System.getenv())) {
            return;
        }
        Client[] clients = clients();
        Gate gate = new Gate(clients, new Startup(arguments, instrumentation));
        instrumentation.addTransformer(gate, true);
        weaveLoaded(clients, gate, instrumentation);
    }

    /** All that can be woven. */
    static Client[] clients() {
        return new Client[] {new JdkClient(), new OkHttpClient(), new ApacheClient()};
    }

    private static void weaveLoaded(Client[] clients, Gate gate, Instrumentation instrumentation) {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            String name = loaded.getName().replace('.', '/');
            gate.seenBefore(name);
            for (Client client : clients) {
                // The JVM's own lambdas of a client's class have its name, too.
                if (client.owns(loaded.getClassLoader(), name) && instrumentation.isModifiableClass(loaded)) {
                    retransform(loaded, instrumentation);
                }
            }
        }
    }

    private static void retransform(Class<?> loaded, Instrumentation instrumentation) {
        try {
            instrumentation.retransformClasses(loaded);
        } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
            StderrLogger.lastResort("could not weave " + loaded.getName() + ", it stays as it is", e);
        }
    }
}
