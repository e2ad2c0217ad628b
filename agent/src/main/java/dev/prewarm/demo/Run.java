package dev.prewarm.demo;

import dev.prewarm.demo.picture.Latencies;
import dev.prewarm.demo.workload.Report;

/** What was measured in one run of the workload. */
public final class Run {
    private final Latencies latencies;
    private final int requests;
    private final int failed;
    private final int opened;

    private Run(Latencies latencies, int requests, int failed, int opened) {
        this.latencies = latencies;
        this.requests = requests;
        this.failed = failed;
        this.opened = opened;
    }

    /** From the workload's own report, and the connections that the relay counted meanwhile. */
    public static Run of(Report report, int opened) {
        return new Run(
                new Latencies(report.latencies()),
                report.planned(),
                report.failures().size(),
                opened);
    }

    /** Of the measured requests that were answered. */
    public Latencies latencies() {
        return latencies;
    }

    /** Requests sent, warm-up included. */
    public int requests() {
        return requests;
    }

    /** Of {@link #requests}. */
    public int failed() {
        return failed;
    }

    /** Connections that the upstream saw, for {@link #requests}. */
    public int opened() {
        return opened;
    }
}
