package dev.prewarm.agent;

import dev.prewarm.Prewarm;
import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import java.io.IOException;
import java.util.List;

/** One HTTP client: how it is recognised, and what is woven into it. A package per client holds one of these and its seam. */
public interface ClientSupport {
    /** As in {@code prewarm.client.<name>}. */
    String name();

    /** Whether a class is one of those woven. Asked for every class that is loaded: cheap, and throws nothing. */
    boolean owns(ClassLoader loader, String className);

    /** The client and its version, for people. */
    String describe(ClassFiles files);

    /**
     * All edits for the version whose class files these are; none for one that is not supported, and known not to be. They
     * are kept, and must not hold the files, nor their loader.
     */
    List<ClassEdits> edits(ClassFiles files) throws IOException;

    /** What its seam draws on, and where. Until then, and elsewhere, each connection is the client's own. */
    void connectTo(Prewarm prewarm, Woven woven);
}
