package dev.prewarm.report;

import dev.prewarm.pool.status.Snapshot;
import java.util.Map;
import java.util.function.Function;

/** One thing that is shown of a {@link Snapshot}. Immutable. */
final class Field {
    /** What values can be; each report knows how to show these. */
    enum Kind {
        TEXT,
        NUMBER,
        DECIMAL,
        FLAG,
        /** A number of each of several names. */
        COUNTS
    }

    private final String name;
    private final Kind kind;
    private final String meaning;
    private final Function<Snapshot, Object> value;

    private Field(String name, Kind kind, String meaning, Function<Snapshot, Object> value) {
        this.name = name;
        this.kind = kind;
        this.meaning = meaning;
        this.value = value;
    }

    static Field text(String name, String meaning, Function<Snapshot, String> value) {
        return new Field(name, Kind.TEXT, meaning, value::apply);
    }

    static Field number(String name, String meaning, Function<Snapshot, Long> value) {
        return new Field(name, Kind.NUMBER, meaning, value::apply);
    }

    /** To two places: what changes less is no change. */
    static Field decimal(String name, String meaning, Function<Snapshot, Double> value) {
        return new Field(name, Kind.DECIMAL, meaning, snapshot -> Math.round(value.apply(snapshot) * 100) / 100.0);
    }

    static Field flag(String name, String meaning, Function<Snapshot, Boolean> value) {
        return new Field(name, Kind.FLAG, meaning, value::apply);
    }

    static Field counts(String name, String meaning, Function<Snapshot, Map<String, Long>> value) {
        return new Field(name, Kind.COUNTS, meaning, value::apply);
    }

    /** In JSON; in JMX it begins with a capital letter. */
    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    /** For people. */
    String meaning() {
        return meaning;
    }

    /** A String, Long, Double, Boolean or {@code Map<String, Long>}, as {@link #kind} says. */
    Object of(Snapshot snapshot) {
        return value.apply(snapshot);
    }
}
