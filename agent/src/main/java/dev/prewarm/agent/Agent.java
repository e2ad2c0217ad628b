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
        Client[] clients = {new JdkClient(), new OkHttpClient(), new ApacheClient()};
        instrumentation.addTransformer(new Gate(clients, new Startup(arguments)), true);
        weaveLoaded(clients, instrumentation);
    }

    private static void weaveLoaded(Client[] clients, Instrumentation instrumentation) {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            for (Client client : clients) {
                if (client.owns(loaded.getClassLoader(), loaded.getName().replace('.', '/'))) {
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
