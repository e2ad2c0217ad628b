package dev.prewarm.agent.cli.probe;

import static dev.prewarm.agent.cli.probe.ProbeFigures.millis;

import java.util.ArrayList;
import java.util.List;

/** What follows from the facts: whether to warm the origin, why, and what to set. Pure. */
final class ProbeVerdict {
    /** In one word. */
    enum Kind {
        WARM("warm"),
        NO_USE("no-use"),
        HARM("harm");

        /** In JSON. */
        final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private static final double WORTH_MILLIS = 1;

    /** What ends sooner is rarely there when it is wanted. */
    private static final double SHORTEST_LIFE_MILLIS = 500;

    /** {@code prewarm.idle} unless set. */
    private static final double DEFAULT_IDLE_MILLIS = 8_000;

    /** As the agent does when it learns it. */
    private static final double SAFE_SHARE = 0.7;

    final Kind kind;
    final String reason;
    /** What a request would be spared; 0 where that is not known. */
    final double savedMillis;
    /** For {@code ;idle=}; 0 if the default is right. */
    final long idleMillis;

    final List<String> notes;

    private ProbeVerdict(Kind kind, String reason, ProbeFacts facts) {
        this.kind = kind;
        this.reason = reason;
        this.savedMillis = facts.tries == null ? 0 : facts.tries.connectMillis() + facts.tries.tlsMillis();
        this.idleMillis = idleMillis(facts.ending);
        this.notes = notes(facts, kind);
    }

    static ProbeVerdict of(ProbeFacts facts) {
        if (facts.tries == null) {
            return new ProbeVerdict(
                    Kind.NO_USE,
                    "it speaks HTTP/2 alone, and its clients' HTTP/2 connections are left as they are",
                    facts);
        }
        if (facts.tries.closed() == 0) {
            return new ProbeVerdict(
                    Kind.NO_USE, "it keeps its connections, so your client's own pool uses them again", facts);
        }
        if (facts.proven != null) {
            return new ProbeVerdict(Kind.HARM, harm(facts.proven, facts.tries), facts);
        }
        double saved = facts.tries.connectMillis() + facts.tries.tlsMillis();
        if (saved < WORTH_MILLIS) {
            return new ProbeVerdict(Kind.NO_USE, "a new connection takes " + millis(saved) + ", less than 1 ms", facts);
        }
        if (facts.ending != null && facts.ending.afterMillis < SHORTEST_LIFE_MILLIS) {
            return new ProbeVerdict(
                    Kind.NO_USE,
                    "it ends a silent connection after " + millis(facts.ending.afterMillis)
                            + ": a pre-warmed one would rarely be there when it is needed",
                    facts);
        }
        return new ProbeVerdict(
                Kind.WARM,
                "each request would save " + millis(saved) + " of " + millis(facts.tries.millis())
                        + " to its first byte",
                facts);
    }

    private static String harm(Beside proven, ProbeTries tries) {
        String beside = "beside " + ProbeFigures.count(proven.silent, "silent connection");
        String usual = " (normally " + millis(tries.millis()) + ")";
        switch (proven.outcome) {
            case STALLED:
                return beside + " a request waited for " + millis(proven.millis) + usual
                        + " and was answered once they were closed: each silent connection seems to keep a worker busy,"
                        + " and others would wait for those that are pre-warmed";
            case SLOWED:
                return beside + " a request took " + millis(proven.millis) + usual
                        + ": silent connections seem to keep workers busy";
            case REFUSED:
                return beside + " one more was refused (" + proven.how
                        + "): it allows a client so many connections, and your requests would lack those that are"
                        + " pre-warmed";
            case ENDED_OTHERS:
                return "a new connection ends the silent ones: it allows a client one connection, the newest, and what"
                        + " is pre-warmed would be closed by the next one, or close one that is in use";
            default:
                return beside + " a request had no answer, nor after they were closed (" + proven.how + ")";
        }
    }

    /** Below 0.7 of what was seen, by a round number. */
    private static long idleMillis(SilentEnding ending) {
        double safe = ending == null ? DEFAULT_IDLE_MILLIS : SAFE_SHARE * ending.afterMillis;
        if (safe >= DEFAULT_IDLE_MILLIS) {
            return 0;
        }
        long step = safe < 1_000 ? 50 : 500;
        return (long) safe / step * step;
    }

    /** Queries may have secrets in them. */
    private static String withoutQuery(String url) {
        return url.split("[?#]", 2)[0];
    }

    private static List<String> notes(ProbeFacts facts, Kind kind) {
        List<String> notes = new ArrayList<>();
        if (facts.http2) {
            notes.add(
                    "It chooses HTTP/2 where a client offers it, as java.net.http.HttpClient and OkHttp do by default:"
                            + " Prewarm does nothing for clients that use HTTP/2. All else here is about HTTP/1.1.");
        }
        if (facts.tries == null) {
            return notes;
        }
        int status = facts.tries.status();
        if (status >= 300) {
            notes.add("It answered " + status
                    + (facts.tries.location() == null ? "" : ", a redirect to " + withoutQuery(facts.tries.location()))
                    + ". Other paths may be closed, or kept, where this one is not: ask one that your client uses.");
        }
        if (facts.tries.closed() > 0 && facts.tries.closed() < facts.tries.count()) {
            notes.add("It kept some connections and closed others (" + facts.tries.closed() + " of "
                    + facts.tries.count() + "): several servers may answer for it, or it closes each after so many"
                    + " requests. Only what is closed is saved.");
        }
        boolean endsSoon = facts.ending != null && facts.ending.afterMillis < SHORTEST_LIFE_MILLIS;
        if (facts.proven == null && !endsSoon && facts.beside.stream().anyMatch(Beside::isBad)) {
            notes.add("Once a request beside silent connections fared badly, but not again: ask once more.");
        }
        if (kind != Kind.WARM) {
            return notes;
        }
        if (facts.ending != null && facts.ending.how == SilentEnding.How.BYTES) {
            notes.add(
                    "It says something (" + facts.ending.text() + ") before it ends a silent connection. A request that"
                            + " crosses it is repeated by your client if it is a GET; a POST gets it for its answer. In HAProxy,"
                            + " option http-ignore-probes keeps it silent.");
        }
        if (facts.ending == null && SAFE_SHARE * facts.patienceMillis < DEFAULT_IDLE_MILLIS) {
            notes.add("A silent connection was watched for " + millis(facts.patienceMillis)
                    + ", and stood. Pre-warmed ones are kept for up to " + millis(DEFAULT_IDLE_MILLIS)
                    + ": --patience 12s tells whether it leaves them alone for so long.");
        }
        if (facts.addresses.size() > 1) {
            notes.add("Of its " + facts.addresses.size() + " addresses, one was asked; others may do otherwise.");
        }
        notes.add("At most 3 connections stood silent at once. A server with more workers than that, or a limit above "
                + BesidePlan.MOST_AT_ONCE + ", can't be told by this; the agent looks out for them while it runs.");
        return notes;
    }
}
