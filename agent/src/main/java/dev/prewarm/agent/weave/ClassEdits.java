package dev.prewarm.agent.weave;

import java.util.List;

/** The changes to one class. Immutable. */
public final class ClassEdits {
    private final String className;
    private final List<Edit> edits;

    /** @param className with slashes */
    public ClassEdits(String className, Edit... edits) {
        this.className = className;
        this.edits = List.of(edits);
    }

    public String className() {
        return className;
    }

    List<Edit> edits() {
        return edits;
    }
}
