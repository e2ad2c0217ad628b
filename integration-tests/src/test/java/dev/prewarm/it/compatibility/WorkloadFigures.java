package dev.prewarm.it.compatibility;

/** What came of one workload: one client, version, JDK and transport. */
final class WorkloadFigures {
    final String client;
    final String version;
    final int jdk;
    final String transport;
    final long requests;
    final long hits;
    final long canaries;
    final long failures;
    final long uncounted;

    /**
     * @param uncounted connections that the upstream saw beyond those that the agent opened by its counters and one for each
     *     request that was no hit: a busy machine's, opened between the last look at the counters and the program's end
     */
    WorkloadFigures(
            String client,
            String version,
            int jdk,
            String transport,
            long requests,
            long hits,
            long canaries,
            long failures,
            long uncounted) {
        this.client = client;
        this.version = version;
        this.jdk = jdk;
        this.transport = transport;
        this.requests = requests;
        this.hits = hits;
        this.canaries = canaries;
        this.failures = failures;
        this.uncounted = uncounted;
    }

    /** Requests for which a connection was parked: a canary is a hit forgone on purpose. */
    long foundStock() {
        return hits + canaries;
    }

    /** A line of a report. */
    String line() {
        return String.join(",", client, version, String.valueOf(jdk), transport) + "," + requests + "," + hits + ","
                + canaries + "," + failures + "," + uncounted;
    }

    static WorkloadFigures parse(String line) {
        String[] fields = line.split(",");
        if (fields.length != 9) {
            throw new IllegalArgumentException("not a line of a compatibility report: " + line);
        }
        return new WorkloadFigures(
                fields[0],
                fields[1],
                Integer.parseInt(fields[2]),
                fields[3],
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]),
                Long.parseLong(fields[6]),
                Long.parseLong(fields[7]),
                Long.parseLong(fields[8]));
    }

    @Override
    public String toString() {
        return client + " " + version + " on JDK " + jdk + " over " + transport + ": " + requests + " requests, " + hits
                + " hits, " + canaries + " canaries, " + failures + " failures, " + uncounted
                + " connections not counted";
    }
}
