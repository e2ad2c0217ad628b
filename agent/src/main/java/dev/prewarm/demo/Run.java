package dev.prewarm.demo;

import dev.prewarm.demo.picture.Latencies;
import dev.prewarm.demo.workload.Report;
import java.util.OptionalDouble;

/** What was measured in one run of the workload. */
public final class Run {
    private final Latencies latencies;
    private final int requests;
    private final int failed;
    private final int opened;
    private final OptionalDouble busy;

    private Run(Latencies latencies, int requests, int failed, int opened, OptionalDouble busy) {
        this.latencies = latencies;
        this.requests = requests;
        this.failed = failed;
        this.opened = opened;
        this.busy = busy;
    }

    /** From the workload's own report, and what was seen meanwhile: connections at the relay, processors in use. */
    public static Run of(Report report, int opened, OptionalDouble busy) {
        return new Run(
                new Latencies(report.latencies()),
                report.planned(),
                report.failures().size(),
                opened,
                busy);
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

    /** The share of the machine's processors in use, by the demo and by others, 0 to 1; nothing if not known. */
    public OptionalDouble busy() {
        return busy;
    }
}
