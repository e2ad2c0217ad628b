package dev.prewarm.agent;

import dev.prewarm.agent.weave.ClassEdits;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A client in one class loader: what is to be edited, what has been, and whether it is woven. Must not hold the loader.
 * Thread-safe.
 */
final class Weaving {
    private enum State {
        OPEN,
        WOVEN,
        UNWOVEN
    }

    private final String name;
    private final Map<String, ClassEdits> edits;
    private final Set<String> edited = ConcurrentHashMap.newKeySet();
    private final AtomicReference<State> state;

    /**
     * @param name the client and its version
     * @param edits by class name, with slashes; none: it stays as it is
     */
    Weaving(String name, Map<String, ClassEdits> edits) {
        this.name = name;
        this.edits = edits;
        this.state = new AtomicReference<>(edits.isEmpty() ? State.UNWOVEN : State.OPEN);
    }

    String name() {
        return name;
    }

    /** Null: the class is to stay as it is. */
    ClassEdits editsOf(String className) {
        return state.get() == State.UNWOVEN ? null : edits.get(className);
    }

    Set<String> classNames() {
        return edits.keySet();
    }

    void edited(String className) {
        edited.add(className);
    }

    boolean isEdited(String className) {
        return edited.contains(className);
    }

    boolean isOpen() {
        return state.get() == State.OPEN;
    }

    boolean isWoven() {
        return state.get() == State.WOVEN;
    }

    /** @return whether it was open until now */
    boolean complete() {
        return state.compareAndSet(State.OPEN, State.WOVEN);
    }

    /** @return whether it was not given up before */
    boolean giveUp() {
        return state.getAndSet(State.UNWOVEN) != State.UNWOVEN;
    }
}
