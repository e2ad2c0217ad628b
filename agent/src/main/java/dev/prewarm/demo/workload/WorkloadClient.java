package dev.prewarm.demo.workload;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** An HTTP client as its users use it; called by many threads at once. */
interface WorkloadClient {
    /** A request without an answer for so long has failed. */
    Duration TIMEOUT = Duration.ofSeconds(30);

    /** Gets and reads a whole answer, and returns its status. */
    int get(URI uri) throws IOException, InterruptedException;
}
