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
    private static final Field STATE = text("state", "what is done", Snapshot::state);
    private static final Field REASON = text("reason", "why, in words", Snapshot::reason);
    private static final Field ORIGINS = number("origins", "how many there are", snapshot -> (long) snapshot.origins());

    private static final List<Field> COUNTS = List.of(
            number("target", "how many warm connections there should be", snapshot -> (long) snapshot.target()),
            number("warm", "parked now", snapshot -> (long) snapshot.warm()),
            number("opening", "being opened now", snapshot -> (long) snapshot.opening()),
            number("hits", "takes that got a warm connection", Snapshot::hits),
            number("misses", "takes at origins being warmed that got none", Snapshot::misses),
            number("hitsTcp", "of the hits, https requests that got TCP only", Snapshot::hitsTcp),
            number("canaries", "takes that went cold on purpose", Snapshot::canaries),
            number("opened", "attempts to open a connection ahead", Snapshot::opened),
            number("failed", "of these, failed", Snapshot::failed),
            number("unused", "closed without use", Snapshot::unused),
            counts("evicted", "the unused, by reason", Snapshot::evicted),
            number("staleHits", "hits that died without a response byte", Snapshot::staleHits),
            number(
                    "savedMillis",
                    "what cold connections take at the median, less what the hits took; ms",
                    snapshot -> millis(snapshot.savedNanos())));

    /** Of all origins together, those that are not known any more included; {@code origins} are those that are. */
    static final List<Field> POOL = joined(List.of(STATE, REASON, ORIGINS), COUNTS);

    /** Of all that are not shown one by one. */
    static final List<Field> OTHERS = joined(List.of(ORIGINS), COUNTS);

    private static final List<Field> LEARNT = List.of(
            decimal("rate", "takes per second, of late", snapshot -> snapshot.learnt()
                    .rate()),
            number(
                    "idleMillis",
                    "how long a connection may be parked, as configured or learnt; ms",
                    snapshot -> millis(snapshot.learnt().idleNanos())),
            flag(
                    "idleLearnt",
                    "whether that is another than configured, by what the server was seen to do",
                    snapshot -> snapshot.learnt().isIdleLearnt()),
            number(
                    "leadMillis",
                    "how long a connection takes to open ahead, handshake included: p90 of recent ones; ms",
                    snapshot -> millis(snapshot.learnt().leadNanos())),
            number(
                    "coldMillis",
                    "how long the client's own connections take to open, handshake included: median of recent ones; ms,"
                            + " 0 if none was seen",
                    snapshot -> millis(snapshot.learnt().coldNanos())));

    /** Of one origin. */
    static final List<Field> ORIGIN = joined(List.of(STATE, REASON), COUNTS, LEARNT);

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
