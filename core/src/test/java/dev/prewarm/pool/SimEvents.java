package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.status.EvictReason;
import dev.prewarm.pool.status.OriginState;
import dev.prewarm.pool.status.StateChange;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What pools decided in one simulation: a line for each thing that is done about it, with its virtual time. The words are this
 * log's own, but for the reasons of evictions, which are the contract's: classes and constants may be renamed as one likes.
 */
final class SimEvents {
    private static final long SECOND = 1_000_000_000;

    private final boolean isKept;
    private final StringBuilder text = new StringBuilder();

    /** Connections by the order in which they were begun, of all pools of this simulation. */
    private final Map<PoolEntry<?>, Integer> numbers = new IdentityHashMap<>();

    private int begun;

    private SimEvents(boolean isKept) {
        this.isKept = isKept;
    }

    static SimEvents kept() {
        return new SimEvents(true);
    }

    /** Nobody wants to know. */
    static SimEvents none() {
        return new SimEvents(false);
    }

    void opens(long now, PoolEntry<?> entry, boolean forTrial) {
        if (isKept) {
            numbers.put(entry, ++begun);
            about(now, entry, forTrial ? " tries " : " opens ");
        }
    }

    void closes(long now, PoolEntry<?> entry, EvictReason reason) {
        if (isKept) {
            about(now, entry, " closes ").append(", ").append(reason.label());
        }
    }

    /** To a taker, for its last look. */
    void offers(long now, PoolEntry<?> entry) {
        if (isKept) {
            about(now, entry, " offers ");
        }
    }

    void handsOut(long now, PoolEntry<?> entry) {
        if (isKept) {
            about(now, entry, " hands out ");
        }
    }

    /** It is not even a take. */
    void leavesAlone(long now, Key key) {
        if (isKept) {
            about(now, key).append(" is left alone");
        }
    }

    void goesCold(long now, Key key, Take.Kind kind) {
        if (isKept) {
            about(now, key).append(" goes cold, ").append(word(kind));
        }
    }

    /** Its recipe was known too late for a take. */
    void missed(long now, Key key, boolean isCounted) {
        if (isKept) {
            about(now, key).append(isCounted ? " is missed" : " is missed, uncounted");
        }
    }

    void changes(long now, StateChange change) {
        if (isKept) {
            about(now, change.origin()).append(" is ").append(word(change.state()));
            text.append(change.isMinor() ? ", again" : "");
        }
    }

    private StringBuilder about(long now, PoolEntry<?> entry, String what) {
        return about(now, entry.key()).append(what).append(numbers.get(entry));
    }

    private StringBuilder about(long now, Key key) {
        about(now, key.origin()).append(' ');
        text.append(key.endpoint().getAddress().getHostAddress());
        return text.append(key.recipe() == null ? " tcp" : " tls");
    }

    /** Begins a line. */
    private StringBuilder about(long now, Origin origin) {
        text.append(text.length() == 0 ? "" : "\n").append(now / SECOND).append('.');
        text.append(SECOND + now % SECOND);
        // The leading one keeps the zeros.
        text.deleteCharAt(text.length() - 10);
        return text.append(' ').append(origin);
    }

    private static String word(Take.Kind kind) {
        switch (kind) {
            case CANARY:
                return "canary";
            case UNCOUNTED:
                return "uncounted";
            default:
                return "miss";
        }
    }

    private static String word(OriginState state) {
        switch (state) {
            case OBSERVED:
                return "observed";
            case EXCLUDED:
                return "excluded";
            case LEARNING:
                return "not known well enough";
            case NO_GAIN:
                return "not worth it";
            case ON_TRIAL:
                return "on trial";
            case WARMING:
                return "warmed";
            case KEEPS_ALIVE:
                return "keeping its connections";
            case SUSPENDED:
                return "suspended";
            case BACKING_OFF:
                return "backing off";
            case OFF:
                return "not to be warmed";
            default:
                throw new AssertionError("a state without a word: " + state);
        }
    }

    /** All of it; empty if it was not kept. */
    @Override
    public String toString() {
        return text.length() == 0 ? "" : text + "\n";
    }

    byte[] digest() {
        return Digests.of(toString().getBytes(StandardCharsets.US_ASCII));
    }
}
