package dev.prewarm.agent.cli.probe;

import dev.prewarm.agent.cli.probe.Beside.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Beside how many silent connections to ask next, and what is proven by the answers: what went wrong twice in the same way,
 * and not between, with nothing beside it. Pure.
 */
final class BesidePlan {
    /** One shows a server with one worker; three, one with a few, and limits. More would not be polite. */
    private static final int[] COUNTS = {1, 3};

    /** Connections that all of it may open. */
    static final int MOST_CONNECTIONS = (2 + 1 + 2) + (4 + 1 + 4);

    /** Requests that all of it may send. */
    static final int MOST_REQUESTS = 6;

    /** Open at once. */
    static final int MOST_AT_ONCE = 4;

    private final List<Beside> done = new ArrayList<>();
    private int level;
    private Beside suspicion;
    private boolean controlled;
    private Beside proven;
    private boolean undecided;

    /** How many silent ones to open next; negative when nothing is left to ask. */
    int next() {
        if (proven != null || undecided || level == COUNTS.length) {
            return -1;
        }
        return suspicion != null && !controlled ? 0 : COUNTS[level];
    }

    /** Whether the next is the second look, for which all is timed differently: what follows a clock won't fall in again. */
    boolean isSecondLook() {
        return suspicion != null;
    }

    void add(Beside result) {
        done.add(result);
        if (result.silent == 0 && result.isBad() && !isLittleBesideSuspicion(result)) {
            undecided = true;
        } else if (suspicion == null) {
            if (result.isBad()) {
                suspicion = result;
            } else {
                level++;
            }
        } else if (!controlled) {
            controlled = true;
        } else {
            if (result.outcome == suspicion.outcome) {
                proven = result;
            }
            suspicion = null;
            controlled = false;
            level++;
        }
    }

    private boolean isLittleBesideSuspicion(Beside result) {
        return suspicion != null && result.outcome == Outcome.SLOWED && result.millis < suspicion.millis / 2;
    }

    /** One that had nothing beside it fared badly: then nothing can be told. */
    boolean isUndecided() {
        return undecided;
    }

    List<Beside> done() {
        return List.copyOf(done);
    }

    /** Null if nothing is. */
    Beside proven() {
        return proven;
    }
}
