package dev.prewarm.agent;

import dev.prewarm.Prewarm;
import dev.prewarm.agent.log.StderrLogger;
import dev.prewarm.config.Settings;
import dev.prewarm.wire.TlsManagers;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** What is put off until the first client's class is loaded: settings, log, pool and weavers. Thread-safe. */
final class Startup {
    private final String arguments;
    private final Instrumentation instrumentation;
    private final Map<Client, Weaver> weavers = new HashMap<>();
    private boolean begun;
    private Settings settings;
    private StderrLogger log;
    private Prewarm prewarm;

    Startup(String arguments, Instrumentation instrumentation) {
        this.arguments = arguments;
        this.instrumentation = instrumentation;
    }

    /** Null leaves the class as it is. Never throws: the class is being loaded for the application. */
    byte[] weave(Gate gate, Client client, ClassLoader loader, String className, byte[] classFile) {
        try {
            Weaver weaver = weaver(gate, client);
            return weaver == null ? null : weaver.weave(loader, className, classFile);
        } catch (Throwable t) {
            StderrLogger.lastResort("could not weave " + className + ", it stays as it is", t);
            return null;
        }
    }

    private synchronized Weaver weaver(Gate gate, Client client) throws IOException {
        if (!begun) {
            begun = true;
            begin(gate);
        }
        if (prewarm == null || !settings.clientEnabled(client.name())) {
            return null;
        }
        Weaver weaver = weavers.get(client);
        if (weaver == null) {
            weaver = new Weaver(client, prewarm, prewarm.clients(), log);
            weavers.put(client, weaver);
        }
        return weaver;
    }

    private void begin(Gate gate) throws IOException {
        if (isJvmEnding()) {
            return;
        }
        settings = Settings.read(arguments, asMap(System.getProperties()), System.getenv());
        log = new StderrLogger(settings.log());
        for (String warning : settings.warnings()) {
            log.warn(warning);
        }
        if (!settings.observesOnly()) {
            openContexts();
        }
        Prewarm ready = new Prewarm(settings, log, gate::mayTouchManagement);
        ready.publishStatus(Version.text());
        try {
            ready.start();
        } catch (IllegalStateException e) {
            // It has begun to end this very moment.
            return;
        }
        prewarm = ready;
        log.info(
                "Prewarm {} {}",
                Version.text(),
                settings.observesOnly()
                        ? "only observes: prewarm.origins is empty"
                        : "warms connections to " + String.join(", ", settings.origins()));
    }

    /**
     * Lets the unnamed module of the boot loader, where the agent is, look into the JDK's SSLContexts, and nobody else. Where
     * that fails their managers count as unknown.
     */
    private void openContexts() {
        Module ours = TlsManagers.class.getModule();
        try {
            instrumentation.redefineModule(
                    Object.class.getModule(),
                    Set.of(),
                    Map.of(),
                    Map.of(TlsManagers.PACKAGE, Set.of(ours)),
                    Set.of(),
                    Map.of());
        } catch (RuntimeException | LinkageError e) {
            log.warn("the JDK's SSLContexts can't be looked into: TLS is not warmed, TCP is ({})", e.toString());
        }
    }

    /** Whether shutdown hooks run: none can be added any more, nor taken away, which else has no effect here. */
    private static boolean isJvmEnding() {
        try {
            Runtime.getRuntime().removeShutdownHook(new Thread(null, null, "prewarm", 0, false));
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** Only what is text: an application may have put anything there. */
    static Map<String, String> asMap(Properties properties) {
        Map<String, String> map = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            map.put(name, properties.getProperty(name));
        }
        return map;
    }
}
