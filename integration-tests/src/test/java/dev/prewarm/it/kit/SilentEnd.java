package dev.prewarm.it.kit;

/** How an {@link Upstream} ends a connection on which no request came in time. */
public enum SilentEnd {
    FIN,
    RST,
    /** A {@code 408 Request Timeout} page nobody asked for, then FIN: as HAProxy and Node do. */
    PAGE_408
}
