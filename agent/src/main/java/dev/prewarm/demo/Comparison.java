package dev.prewarm.demo;

/** One client's two runs. */
public final class Comparison {
    private final String title;
    private final Run without;
    private final Run with;

    public Comparison(String title, Run without, Run with) {
        this.title = title;
        this.without = without;
        this.with = with;
    }

    /** The client. */
    public String title() {
        return title;
    }

    /** The run without the agent. */
    public Run without() {
        return without;
    }

    /** The run with the agent. */
    public Run with() {
        return with;
    }
}
