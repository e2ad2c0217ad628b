package dev.prewarm.agent;

import dev.prewarm.PrewarmRuntime;
import dev.prewarm.agent.log.StderrLogger;
import dev.prewarm.config.Settings;
import dev.prewarm.config.Withdrawal;
import dev.prewarm.report.ClientList;
import dev.prewarm.wire.TlsManagers;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is put off until the first client's class is loaded: settings, log, pool and weavers. Thread-safe, and without a lock:
 * much of it asks the JVM for what may be the application's (properties, providers of selectors and file systems), and
 * whoever comes meanwhile may hold the lock of a class loader. The first to have weavers is the one who makes the pool;
 * until it is there, what is woven stays cold.
 */
final class Startup {
    private final String arguments;
    private final Instrumentation instrumentation;
    private final AtomicReference<Map<ClientSupport, Weaver>> weavers = new AtomicReference<>();
    private volatile boolean loadedAreWoven;
    private volatile Withdrawal withdrawal = Withdrawal.NOTHING;
    private volatile PrewarmRuntime runtime;
    private volatile StderrLogger log;

    Startup(String arguments, Instrumentation instrumentation) {
        this.arguments = arguments;
        this.instrumentation = instrumentation;
    }

    /** Null leaves the class as it is. Never throws: the class is being loaded for the application. */
    byte[] weave(Gate gate, ClientSupport client, ClassLoader loader, String className, byte[] classFile) {
        try {
            Map<ClientSupport, Weaver> begun = weavers.get();
            Weaver weaver = (begun == null ? begin(gate) : begun).get(client);
            return weaver == null ? null : weaver.weave(loader, className, classFile);
        } catch (Throwable t) {
            StderrLogger.lastResort("could not weave " + className + ", left unmodified", t);
            return null;
        }
    }

    /**
     * The classes that were loaded before the agent came have been retransformed; one that is still not woven will never be.
     */
    void loadedAreWoven() {
        loadedAreWoven = true;
    }

    /** A class that was loaded before the agent came does not take its edits. */
    void giveUp(ClientSupport client, Class<?> loaded, Throwable why) {
        Map<ClientSupport, Weaver> begun = weavers.get();
        Weaver weaver = begun == null ? null : begun.get(client);
        if (weaver != null) {
            weaver.giveUp(loaded.getClassLoader(), "the JVM refused to change " + loaded.getName() + ": " + why);
        }
    }

    Withdrawal withdrawal() {
        return withdrawal;
    }

    /**
     * This, and no more, is withdrawn from now on, also if there is no pool yet.
     *
     * @return how many connections were closed for it
     */
    int withdraw(Withdrawal now) {
        withdrawal = now;
        PrewarmRuntime made = runtime;
        return made == null ? 0 : made.withdraw(now);
    }

    /** What was changed; before there is a pool it goes without saying. */
    void log(String change, List<String> warnings) {
        StderrLogger made = log;
        if (made != null) {
            made.info(change);
            warnings.forEach(made::warn);
        }
    }

    private Map<ClientSupport, Weaver> begin(Gate gate) throws IOException {
        Map<ClientSupport, Weaver> mine = new HashMap<>();
        try {
            if (isJvmEnding()) {
                return mine;
            }
            Settings settings = Settings.read(arguments, asMap(System.getProperties()), System.getenv());
            StderrLogger log = new StderrLogger(settings.log());
            ClientList clients = new ClientList();
            for (ClientSupport each : gate.clients()) {
                if (settings.clientEnabled(each.name())) {
                    mine.put(each, new Weaver(each, clients, settings.observesOnly(), () -> loadedAreWoven, log));
                }
            }
            if (weavers.compareAndSet(null, mine)) {
                makePool(gate, settings, log, clients);
            }
        } finally {
            // Whatever has failed is not tried again at the next class that is loaded.
            weavers.compareAndSet(null, Map.of());
        }
        return weavers.get();
    }

    private void makePool(Gate gate, Settings settings, StderrLogger log, ClientList clients) throws IOException {
        for (String warning : settings.warnings()) {
            log.warn(warning);
        }
        if (!settings.observesOnly()) {
            openContexts(log);
        }
        PrewarmRuntime runtime = new PrewarmRuntime(settings, log, gate::mayTouchManagement);
        runtime.publishStatus(Version.text(), clients);
        try {
            runtime.start();
        } catch (IllegalStateException e) {
            // The JVM has begun to end meanwhile.
            weavers.set(Map.of());
            return;
        }
        this.log = log;
        this.runtime = runtime;
        // What was withdrawn before; whoever withdraws from now on sees the runtime.
        runtime.withdraw(withdrawal);
        weavers.get().values().forEach(weaver -> weaver.connectTo(runtime.prewarm()));
        log.info(
                "Prewarm {} {}",
                Version.text(),
                settings.observesOnly()
                        ? "only observes: prewarm.origins is empty"
                        : "warms connections to " + String.join(", ", settings.origins()));
        if (withdrawal.isAll()) {
            log.info("Prewarm is disabled {}, clients connect normally until enabled=true", withdrawal.allBy());
        }
    }

    /**
     * Lets the unnamed module of the boot loader, where the agent is, look into the JDK's SSLContexts, and nobody else. Where
     * that fails their managers count as unknown.
     */
    private void openContexts(StderrLogger log) {
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
            log.warn("TCP only, no TLS ahead: Prewarm can't read the JDK's SSLContexts ({})", e.toString());
        }
    }

    /** Whether shutdown hooks run already: then the JVM refuses to remove one, which has no effect otherwise. */
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
