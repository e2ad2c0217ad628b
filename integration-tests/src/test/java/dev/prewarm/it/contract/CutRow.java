package dev.prewarm.it.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request whose connection the server ends without an answer that counts, at some moment. */
final class CutRow {
    /** How the server ends the connection. */
    enum End {
        FIN,
        RST,
        PAGE_408
    }

    /** When it does so. */
    enum Moment {
        /** When the request has come, none of which it has read. */
        BEFORE_READING(0),
        AT_ONCE(0),
        AFTER_300_MS(300),
        AFTER_1500_MS(1_500);

        final int millis;

        Moment(int millis) {
            this.millis = millis;
        }

        /** So early that what may be sent twice may be, because the connection was a warm one. */
        boolean isEarly() {
            return this == BEFORE_READING || this == AT_ONCE;
        }
    }

    /** Those that make sense: OkHttp has no PUT and no PATCH without a body. */
    private static final Map<String, List<Ask.Body>> BODIES = Map.of(
            "GET", List.of(Ask.Body.NONE),
            "HEAD", List.of(Ask.Body.NONE),
            "DELETE", List.of(Ask.Body.values()),
            "PUT", List.of(Ask.Body.BYTES, Ask.Body.ONE_SHOT, Ask.Body.STREAMED),
            "POST", List.of(Ask.Body.values()),
            "PATCH", List.of(Ask.Body.BYTES, Ask.Body.ONE_SHOT, Ask.Body.STREAMED));

    final String method;
    final Ask.Body body;
    final End end;
    final Moment moment;

    private CutRow(String method, Ask.Body body, End end, Moment moment) {
        this.method = method;
        this.body = body;
        this.end = end;
        this.moment = moment;
    }

    static List<CutRow> all() {
        List<CutRow> rows = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            for (End end : End.values()) {
                BODIES.keySet().stream().sorted().forEach(method -> BODIES.get(method)
                        .forEach(body -> rows.add(new CutRow(method, body, end, moment))));
            }
        }
        return rows;
    }

    static CutRow coldFirst() {
        return new CutRow("GET", Ask.Body.NONE, End.FIN, Moment.AT_ONCE);
    }

    /** @param methods those that the client repeats by its own rule */
    boolean mayBeRepeated(List<String> methods) {
        return methods.contains(method) && body != Ask.Body.ONE_SHOT;
    }

    /** Whether the server ends the connection before it has read anything of the request. */
    boolean isUnread() {
        return moment == Moment.BEFORE_READING;
    }

    @Override
    public String toString() {
        return method + "/" + body + "/" + end + "/" + moment;
    }
}
