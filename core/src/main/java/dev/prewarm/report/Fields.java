package dev.prewarm.report;

import static dev.prewarm.report.Field.counts;
import static dev.prewarm.report.Field.decimal;
import static dev.prewarm.report.Field.flag;
import static dev.prewarm.report.Field.number;
import static dev.prewarm.report.Field.text;

import dev.prewarm.pool.status.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Everything that is shown, and its name: a line here is an attribute in JMX and a member in {@code status --json}. Always:
 * opened = hits + unused + failed + warm + opening, and unused = the sum of evicted.
 */
final class Fields {
    private static final Field NAME = text(
            "origin", "Scheme, host and port", snapshot -> snapshot.origin().toString());
    private static final Field STATE = text("state", "What Prewarm does about it", Snapshot::state);
    private static final Field REASON = text("reason", "Why, in words", Snapshot::reason);
    private static final Field ORIGINS = number("origins", "Origins known", snapshot -> (long) snapshot.origins());

    private static final List<Field> STOCK = List.of(
            number("target", "Warm connections wanted now", snapshot -> (long) snapshot.target()),
            number("warm", "Warm connections parked now", snapshot -> (long) snapshot.warm()),
            number("opening", "Connections being opened ahead now", snapshot -> (long) snapshot.opening()));

    /** Sums since the start. */
    static final List<Field> COUNTERS = List.of(
            number("hits", "Takes that got a warm connection", Snapshot::hits),
            number("misses", "Takes at origins being warmed that got none", Snapshot::misses),
            number("hitsTcp", "Hits of https requests that got TCP only", Snapshot::hitsTcp),
            number("canaries", "Takes that went cold on purpose", Snapshot::canaries),
            number("opened", "Attempts to open a connection ahead", Snapshot::opened),
            number("failed", "Attempts to open a connection ahead that failed", Snapshot::failed),
            number("unused", "Warm connections closed without use", Snapshot::unused),
            counts("evicted", "Warm connections closed without use, by reason", Snapshot::evicted),
            number("staleHits", "Hits whose connection ended without a response byte", Snapshot::staleHits),
            number(
                    "savedMillis",
                    "Connect time saved, in ms: what cold connections take at the median, less what the hits took",
                    snapshot -> millis(snapshot.savedNanos())));

    /** Of all origins together, those that are not known any more included; {@code origins} are those that are. */
    static final List<Field> POOL = joined(List.of(STATE, REASON, ORIGINS), STOCK, COUNTERS);

    /** Of all that are not shown one by one. */
    static final List<Field> OTHERS = joined(List.of(ORIGINS), STOCK, COUNTERS);

    private static final List<Field> LEARNT = List.of(
            decimal("rate", "Takes per second, mean of the last 10 s", snapshot -> snapshot.learnt()
                    .rate()),
            number(
                    "idleMillis",
                    "How long a connection may be parked, in ms, as configured or learnt",
                    snapshot -> millis(snapshot.learnt().idleNanos())),
            flag(
                    "idleLearnt",
                    "Whether IdleMillis was learnt from the server and differs from what is configured",
                    snapshot -> snapshot.learnt().isIdleLearnt()),
            number(
                    "leadMillis",
                    "Time to open a connection ahead, handshake included, in ms: p90 of recent ones",
                    snapshot -> millis(snapshot.learnt().leadNanos())),
            number(
                    "coldMillis",
                    "Time the client's own connections take to open, handshake included, in ms: median of recent ones, 0 if"
                            + " none was seen",
                    snapshot -> millis(snapshot.learnt().coldNanos())));

    /** Of one origin. */
    static final List<Field> ORIGIN = joined(List.of(NAME, STATE, REASON), STOCK, COUNTERS, LEARNT);

    private Fields() {}

    @SafeVarargs
    private static List<Field> joined(List<Field>... parts) {
        List<Field> all = new ArrayList<>();
        for (List<Field> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
