package dev.prewarm.agent.cli.probe;

import static dev.prewarm.agent.cli.probe.ProbeFigures.millis;

import dev.prewarm.pool.status.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The facts and the verdict, told to a person. */
final class ProbeText {
    private static final int WIDTH = 80;

    private final StringBuilder text = new StringBuilder();
    private final ProbeFacts facts;
    private final ProbeVerdict verdict;

    private ProbeText(ProbeFacts facts, ProbeVerdict verdict) {
        this.facts = facts;
        this.verdict = verdict;
    }

    /** @param jar the agent's, for the line to add */
    static String of(ProbeFacts facts, ProbeVerdict verdict, String jar) {
        ProbeText all = new ProbeText(facts, verdict);
        all.line(facts.origin.toString());
        all.address();
        if (facts.tries != null) {
            all.tries();
        }
        if (!facts.beside.isEmpty()) {
            all.fact("beside silent", all.beside());
        }
        if (facts.patienceMillis > 0) {
            all.fact("a silent one", all.silent());
        }
        all.verdict(jar);
        return all.text.toString();
    }

    private void address() {
        String others = facts.addresses.stream()
                .filter(each -> !each.equals(facts.asked))
                .collect(Collectors.joining(", "));
        fact("address", facts.asked + (others.isEmpty() ? "" : " (also " + others + ", not asked)"));
        if (facts.origin.isTls()) {
            fact("HTTP/2", facts.http2 ? "chosen where it is offered" : "not spoken");
        }
    }

    private void tries() {
        ProbeTries tries = facts.tries;
        fact("connect", millis(tries.connectMillis()) + " (medians of " + tries.count() + ")");
        if (facts.origin.isTls()) {
            fact("TLS", millis(tries.tlsMillis()) + ", " + facts.tlsVersion);
        }
        fact("first byte", millis(tries.firstByteMillis()) + " after the request; status " + tries.status());
        fact(
                "closes",
                tries.closed() == 0
                        ? "no"
                        : "yes, " + tries.closed() + " of " + tries.count() + ": " + tries.closing().text);
    }

    private String beside() {
        List<String> all = new ArrayList<>();
        all.add(millis(facts.tries.millis()) + " a request without");
        for (Beside each : facts.beside) {
            if (each.silent > 0) {
                all.add(each.text() + " beside " + each.silent);
            }
        }
        return String.join(", ", all);
    }

    private String silent() {
        return facts.ending == null
                ? "still open after " + millis(facts.patienceMillis)
                : "ended by the server after " + millis(facts.ending.afterMillis) + ", by " + facts.ending.text();
    }

    private void verdict(String jar) {
        line("");
        switch (verdict.kind) {
            case WARM:
                paragraph("Warm it: " + verdict.reason + ".", "");
                line("");
                line("Add to your application's command line, in front of -jar or its main class:");
                line("    -javaagent:" + jar);
                line("    \"" + setting(facts, verdict) + "\"");
                break;
            case HARM:
                paragraph("Do not warm it: " + verdict.reason + ".", "");
                line("");
                line("Where the agent runs for other origins, keep it away from this one:");
                line("    -Dprewarm.exclude=" + facts.origin);
                break;
            default:
                paragraph("Warming is of no use: " + verdict.reason + ".", "");
        }
        for (String note : verdict.notes) {
            line("");
            paragraph(note, "");
        }
    }

    /** What names the origin for the agent. */
    static String setting(ProbeFacts facts, ProbeVerdict verdict) {
        long idle = verdict.idleMillis;
        String unit = idle % 1_000 == 0 ? idle / 1_000 + "s" : idle + "ms";
        return "-Dprewarm.origins=" + facts.origin + (idle == 0 ? "" : ";idle=" + unit);
    }

    private void fact(String name, String value) {
        paragraph(String.format(Locale.ROOT, "    %-14s %s", name, value), " ".repeat(19));
    }

    /** @param indent of the second line and those that follow */
    private void paragraph(String words, String indent) {
        StringBuilder line = new StringBuilder();
        for (String word : Printable.of(words).split("(?<=\\S) ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append(System.lineSeparator());
                line.setLength(0);
                line.append(indent).append(word);
            } else {
                line.append(line.length() == 0 ? "" : " ").append(word);
            }
        }
        text.append(line).append(System.lineSeparator());
    }

    private void line(String line) {
        text.append(Printable.of(line)).append(System.lineSeparator());
    }
}
