package dev.prewarm.demo;

/** One client's two runs. */
public final class Comparison {
    private static final double TOO_BUSY = 0.7;

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

    /**
     * Whether the machine was so busy that the figures can't be relied on: the same run twice then differs, by up to
     * some times at p99, and either may look the better.
     */
    public boolean disturbed() {
        return Math.max(without.busy().orElse(0), with.busy().orElse(0)) > TOO_BUSY;
    }
}
