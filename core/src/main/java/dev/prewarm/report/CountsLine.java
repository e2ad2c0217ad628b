package dev.prewarm.report;

import dev.prewarm.pool.status.Snapshot;
import java.util.Map;
import java.util.StringJoiner;

/** The counters as a line of a log, under the names that they have in JMX and {@code status --json}. */
public final class CountsLine {
    private CountsLine() {}

    /** Say {@code hits=812 misses=3 ... evicted.idle=5}; of evicted ones only the reasons that there were. */
    public static String of(Snapshot snapshot) {
        StringJoiner line = new StringJoiner(" ");
        for (Field field : Fields.COUNTERS) {
            Object value = field.of(snapshot);
            if (value instanceof Map) {
                ((Map<?, ?>) value).forEach((reason, count) -> {
                    if (((Number) count).longValue() > 0) {
                        line.add(field.name() + "." + reason + "=" + count);
                    }
                });
            } else {
                line.add(field.name() + "=" + value);
            }
        }
        return line.toString();
    }
}
