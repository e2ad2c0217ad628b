package dev.prewarm.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.jar.JarFile;

/**
 * What the JVM calls first. Compiled for Java 8, where it declines with one line: a newer class file would abort the
 * JVM. Everything else is reached by name, in the boot loader, so that woven classes of any loader see the same copy.
 */
public final class PrewarmAgent {
    private static final String AGENT = "dev.prewarm.agent.Agent";

    private PrewarmAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        call("start", arguments, instrumentation);
    }

    public static void agentmain(String arguments, Instrumentation instrumentation) {
        call("attach", arguments, instrumentation);
    }

    private static void call(String method, String arguments, Instrumentation instrumentation) {
        try {
            String version = System.getProperty("java.specification.version", "");
            if (version.startsWith("1.")) {
                System.err.println("[prewarm] needs Java 11 or newer, this is Java " + version
                        + ": not active, the application runs without it");
                return;
            }
            agentClass(instrumentation)
                    .getMethod(method, String.class, Instrumentation.class)
                    .invoke(null, arguments, instrumentation);
        } catch (Throwable t) {
            // Never stop the application; nothing of ours is up yet that could log better than this.
            Throwable cause = t.getCause() == null ? t : t.getCause();
            System.err.println("[prewarm] could not start, the application runs without it: " + cause);
        }
    }

    /**
     * The manifest's {@code Boot-Class-Path} has put this jar on the boot class path, if it still bears its own name.
     * Otherwise it is appended now, which costs a line of the JVM ("Sharing is only supported for boot loader classes").
     */
    private static Class<?> agentClass(Instrumentation instrumentation) throws Exception {
        try {
            return Class.forName(AGENT, true, null);
        } catch (ClassNotFoundException renamed) {
            File jar = new File(PrewarmAgent.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (JarFile open = new JarFile(jar)) {
                instrumentation.appendToBootstrapClassLoaderSearch(open);
            }
            return Class.forName(AGENT, true, null);
        }
    }
}
