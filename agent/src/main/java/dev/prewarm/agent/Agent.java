package dev.prewarm.agent;

import dev.prewarm.agent.apache.ApacheSupport;
import dev.prewarm.agent.jdk.JdkSupport;
import dev.prewarm.agent.log.StderrLogger;
import dev.prewarm.agent.okhttp.OkHttpSupport;
import dev.prewarm.config.Settings;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicReference;

/** Starts Prewarm in this JVM, once. Reached by name from {@link PrewarmAgent}. */
public final class Agent {
    private static final AtomicReference<Startup> STARTED = new AtomicReference<>();

    private Agent() {}

    /** Before main. */
    public static void start(String arguments, Instrumentation instrumentation) {
        if (!JdkTool.isThisJvm() && isEnabled(arguments) && !started(arguments, instrumentation)) {
            StderrLogger.lastResort("Prewarm runs in this JVM already, this second start is ignored", null);
        }
    }

    /**
     * Into a running JVM, whose client classes may be loaded already; where the agent runs, {@code enabled} and {@code exclude} are
     * changed. Whoever attaches is told by {@link AttachAnswer}.
     */
    public static void attach(String arguments, Instrumentation instrumentation) {
        Startup running = STARTED.get();
        if (running != null) {
            RunTimeControl.change(running, arguments, instrumentation);
        } else if (JdkTool.isThisJvm()) {
            AttachAnswer.FAILED.give("it is one of the JDK's own tools, which are left alone", instrumentation);
        } else if (!isEnabled(arguments)) {
            AttachAnswer.DONE.give("Prewarm does not run in it, and stays off: enabled=false", instrumentation);
        } else if (started(arguments, instrumentation)) {
            AttachAnswer.DONE.give("Prewarm " + Version.text() + " runs in it now", instrumentation);
        } else {
            AttachAnswer.FAILED.give("the agent has just been started by somebody else: try again", instrumentation);
        }
    }

    private static boolean isEnabled(String arguments) {
        return Settings.enabledIn(arguments, Startup.asMap(System.getProperties()), System.getenv());
    }

    /** False if it was before. */
    private static boolean started(String arguments, Instrumentation instrumentation) {
        ClientSupport[] clients = clients();
        Startup startup = new Startup(arguments, instrumentation);
        if (!STARTED.compareAndSet(null, startup)) {
            return false;
        }
        Gate gate = new Gate(clients, startup);
        instrumentation.addTransformer(gate, true);
        try {
            weaveLoaded(clients, gate, startup, instrumentation);
        } finally {
            startup.loadedAreWoven();
        }
        return true;
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
