package dev.prewarm.agent;

import dev.prewarm.Prewarm;
import dev.prewarm.WeakIdentityMap;
import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassWeaver;
import dev.prewarm.report.ClientList;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/**
 * Weaves a client, all or nothing per class loader. At the first of its classes all edits are tried on the class files that
 * its loader shows, and what the woven code calls is looked up through it; what does not fit leaves the client as it is.
 * Which loader defines the other classes is known when they are loaded: its first connection asks ({@link #in}), and until
 * all are found to be this loader's, and edited, the woven code hands out nothing. One WARN says why a client stays as it
 * is.
 *
 * <p>Thread-safe. A loader runs the application's code: no lock is held while it is asked, and where several threads look
 * first, the first to end counts.
 */
final class Weaver implements Woven {
    private final ClientSupport client;
    private final ClientList clients;
    private final boolean observesOnly;
    private final BooleanSupplier loadedAreWoven;
    private final Logger log;
    private final WeakIdentityMap<Weaving> byLoader = new WeakIdentityMap<>();
    private volatile boolean needsPool;
    private volatile Prewarm pool;

    /**
     * @param clients where to tell what became of it
     * @param observesOnly whether nothing is opened ahead for it
     * @param loadedAreWoven whether the classes have been retransformed that were loaded before the agent came
     */
    Weaver(ClientSupport client, ClientList clients, boolean observesOnly, BooleanSupplier loadedAreWoven, Logger log) {
        this.client = client;
        this.clients = clients;
        this.observesOnly = observesOnly;
        this.loadedAreWoven = loadedAreWoven;
        this.log = log;
    }

    /** What is woven takes connections from this one. */
    void connectTo(Prewarm ready) {
        pool = ready;
        connect();
    }

    private void connect() {
        Prewarm ready = pool;
        if (needsPool && ready != null) {
            client.connectTo(ready, this);
        }
    }

    /** The woven class file, or null to leave the class as it is. */
    byte[] weave(ClassLoader loader, String className, byte[] classFile) {
        Weaving weaving = weavingIn(loader);
        ClassEdits edits = weaving.editsOf(className);
        if (edits == null) {
            return null;
        }
        try {
            ClassWeaver weaver = new ClassWeaver(edits);
            byte[] woven = weaver.weave(classFile);
            if (weaver.missing().isEmpty()) {
                weaving.edited(className);
                return woven;
            }
            giveUp(weaving, "another agent may have changed it: " + weaver.missing());
        } catch (Throwable t) {
            giveUp(weaving, t.toString());
        }
        return null;
    }

    /** From now on every connection of the client's classes of this loader is the client's own. */
    void giveUp(ClassLoader loader, String why) {
        Weaving weaving = byLoader.get(loader);
        if (weaving != null) {
            giveUp(weaving, why);
        }
    }

    private void giveUp(Weaving weaving, String why) {
        if (weaving.giveUp()) {
            log.warn("{} could not be woven, it connects normally: {}", weaving.name(), why);
            clients.tell(weaving.name(), false, "could not be woven: " + why);
        }
    }

    @Override
    public boolean in(ClassLoader loader) {
        Weaving weaving = null;
        try {
            weaving = byLoader.get(loader);
            if (weaving != null && weaving.isOpen() && loadedAreWoven.getAsBoolean()) {
                complete(loader, weaving);
            }
            return weaving != null && weaving.isWoven();
        } catch (Throwable t) {
            // Near the end of a stack even the warning may fail.
            if (weaving != null && weaving.isOpen()) {
                weaving.giveUp();
            }
            return false;
        }
    }

    private void complete(ClassLoader loader, Weaving weaving) {
        String lacking = lacking(loader, weaving);
        if (lacking != null) {
            giveUp(weaving, lacking);
        } else if (weaving.complete()) {
            log.info(observesOnly ? "{} is observed" : "{} uses pre-warmed connections", weaving.name());
            clients.tell(weaving.name(), true, "");
        }
    }

    /** Null: nothing is. */
    private static String lacking(ClassLoader loader, Weaving weaving) {
        try {
            for (String each : weaving.classNames()) {
                String name = each.replace('/', '.');
                if (Class.forName(name, false, loader).getClassLoader() != loader) {
                    return "its classes come from several class loaders (" + name
                            + " from another than the rest): put its jars into one";
                }
                if (!weaving.isEdited(each)) {
                    return name + " was loaded before the agent could change it";
                }
            }
            return null;
        } catch (Throwable t) {
            return t.toString();
        }
    }

    private Weaving weavingIn(ClassLoader loader) {
        Weaving known = byLoader.get(loader);
        if (known != null) {
            return known;
        }
        // Runs the application's code.
        TrialWeave trial = new TrialWeave(client, loader);
        Weaving weaving = new Weaving(trial.name(), trial.edits());
        Weaving first = byLoader.putIfAbsent(loader, weaving);
        if (first != null) {
            return first;
        }
        if (trial.obstacle() != null) {
            staysAsItIs(trial);
        } else if (weaving.isOpen()) {
            needsPool = true;
            connect();
        }
        return weaving;
    }

    private void staysAsItIs(TrialWeave trial) {
        if (trial.isKnown()) {
            log.warn("{} left unmodified: {}", trial.name(), trial.obstacle());
            clients.tell(trial.name(), false, trial.obstacle());
        } else {
            log.warn("{} is not supported, left unmodified: {}", trial.name(), trial.obstacle());
            clients.tell(trial.name(), false, "not supported: " + trial.obstacle());
        }
    }
}
