package dev.prewarm.agent.cli.probe;

/** What was found out of an origin, and what follows. */
public final class ProbeReport {
    private final ProbeFacts facts;
    private final ProbeVerdict verdict;

    ProbeReport(ProbeFacts facts) {
        this.facts = facts;
        this.verdict = ProbeVerdict.of(facts);
    }

    public boolean shouldBeWarmed() {
        return verdict.kind == ProbeVerdict.Kind.WARM;
    }

    /** @param jar the agent's, as it is to stand in the command line */
    public String text(String jar) {
        return ProbeText.of(facts, verdict, jar);
    }

    public String json() {
        return ProbeJson.of(facts, verdict);
    }
}
