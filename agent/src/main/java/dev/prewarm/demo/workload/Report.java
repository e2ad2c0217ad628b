package dev.prewarm.demo.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * What a workload tells its parent, a line each, on stdout. A JVM prints there too, as does whatever an agent brings: a
 * line that isn't one of these is passed over.
 */
public final class Report {
    private static final String PLAN = "demo:plan ";
    private static final String SAMPLE = "demo:sample ";
    private static final String WARM_UP = "demo:warm-up";
    private static final String FAILURE = "demo:failure ";
    private static final String DONE = "demo:done";

    private final List<Long> latencies = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int planned;
    private int warmUps;
    private boolean complete;

    static String plan(int requests) {
        return PLAN + requests;
    }

    static String sample(long nanos) {
        return SAMPLE + nanos;
    }

    static String warmUp() {
        return WARM_UP;
    }

    static String failure(String what) {
        return FAILURE + what.replaceAll("\\s+", " ");
    }

    static String done() {
        return DONE;
    }

    /** Takes in one line of the workload's stdout. */
    public void accept(String line) {
        if (line.startsWith(PLAN)) {
            planned = (int) number(line, PLAN, planned);
        } else if (line.startsWith(SAMPLE)) {
            long nanos = number(line, SAMPLE, -1);
            if (nanos >= 0) {
                latencies.add(nanos);
            }
        } else if (line.startsWith(FAILURE)) {
            failures.add(line.substring(FAILURE.length()));
        } else if (line.equals(WARM_UP)) {
            warmUps++;
        } else if (line.equals(DONE)) {
            complete = true;
        }
    }

    private static long number(String line, String prefix, long otherwise) {
        String digits = line.substring(prefix.length());
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : otherwise;
    }

    /** Requests the workload means to send, warm-up included. */
    public int planned() {
        return planned;
    }

    /** Requests that have ended, warm-up included. */
    public int ended() {
        return warmUps + latencies.size() + failures.size();
    }

    /** Nanoseconds of each measured request that was answered. */
    public long[] latencies() {
        return latencies.stream().mapToLong(Long::longValue).toArray();
    }

    /** What befell the requests that failed, warm-up included. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Whether the workload came to its end and each of its requests is accounted for. */
    public boolean complete() {
        return complete && ended() == planned;
    }
}
