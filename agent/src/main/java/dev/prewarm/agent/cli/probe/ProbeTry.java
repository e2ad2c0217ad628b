package dev.prewarm.agent.cli.probe;

/** One request on a connection of its own, beside nothing of ours. Times in milliseconds. */
final class ProbeTry {
    final double connectMillis;
    /** 0 for http. */
    final double tlsMillis;
    /** From the sending of the request. */
    final double firstByteMillis;

    final int status;
    /** Where a redirect leads; null if there is none. */
    final String location;

    /** Null if it was not looked at. */
    final Closing closing;

    ProbeTry(
            double connectMillis,
            double tlsMillis,
            double firstByteMillis,
            int status,
            String location,
            Closing closing) {
        this.connectMillis = connectMillis;
        this.tlsMillis = tlsMillis;
        this.firstByteMillis = firstByteMillis;
        this.status = status;
        this.location = location;
        this.closing = closing;
    }

    /** From the start of connect to the first byte of the answer. */
    double millis() {
        return connectMillis + tlsMillis + firstByteMillis;
    }
}
