package dev.prewarm.demo.workload;

import java.io.IOException;
import java.net.URI;

/** An HTTP client as its users use it; called by many threads at once. */
interface WorkloadClient {
    /** Gets and reads a whole answer, and returns its status. */
    int get(URI uri) throws IOException, InterruptedException;
}
