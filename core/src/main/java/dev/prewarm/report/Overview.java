package dev.prewarm.report;

import dev.prewarm.pool.status.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is shown of many origins: each that somebody may look for and those with most traffic by themselves, the others
 * together. Immutable.
 */
final class Overview {
    /** Of those that are not of note. */
    static final int MOST = 100;

    private static final Comparator<Snapshot> BY_NAME =
            Comparator.comparing(snapshot -> snapshot.origin().toString());

    private final List<Snapshot> shown = new ArrayList<>();
    private final Snapshot others;

    /** @param all known, each by itself */
    Overview(List<Snapshot> all) {
        List<Snapshot> rest = new ArrayList<>();
        for (Snapshot each : all) {
            (each.isOfNote() ? shown : rest).add(each);
        }
        if (rest.size() > MOST) {
            // By name where traffic is alike, so that the same are shown the next time.
            rest.sort(Comparator.comparingLong(Snapshot::answers).reversed().thenComparing(BY_NAME));
            others = Snapshot.sum(rest.subList(MOST, rest.size()));
            shown.addAll(rest.subList(0, MOST));
        } else {
            others = null;
            shown.addAll(rest);
        }
        // And not by last use: that alone is no change.
        shown.sort(BY_NAME);
    }

    /** One by one. */
    List<Snapshot> shown() {
        return shown;
    }

    /** All the others together; null if there are none. */
    Snapshot others() {
        return others;
    }
}
