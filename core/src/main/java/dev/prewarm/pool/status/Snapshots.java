package dev.prewarm.pool.status;

import dev.prewarm.config.Origin;
import java.util.List;

/** Where reports get their figures. Thread-safe. */
public interface Snapshots {
    /** The counters of all origins together. */
    Snapshot read();

    /** The counters of one origin; null if it is not known. */
    Snapshot read(Origin origin);

    /** Those that are known, however they are treated, each at a moment of its own. */
    List<Snapshot> readEach();
}
