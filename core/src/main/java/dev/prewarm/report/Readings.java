package dev.prewarm.report;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.Reading;
import java.util.List;

/** Where reports get their figures. Thread-safe. */
public interface Readings {
    /** The counters of all origins together. */
    Reading read();

    /** The counters of one origin; null if it is not known. */
    Reading read(Origin origin);

    /** Those that are known, however they are treated. */
    List<Origin> origins();
}
