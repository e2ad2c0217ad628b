package dev.prewarm.it.kit;

/** What an {@link Upstream} saw of one connection it accepted. */
public final class Connection {
    /** Who ended a connection, and how. */
    public enum End {
        /** Not ended. */
        OPEN,
        CLIENT_FIN,
        CLIENT_RST,
        /** The server ended it first. */
        SERVER
    }

    private final int serial;
    private final Wire wire;
    volatile boolean handshaken;
    volatile boolean clientCertificate;
    volatile String alpn = "";
    volatile int requests;
    volatile boolean closed;
    private volatile End end = End.OPEN;

    Connection(int serial, Wire wire) {
        this.serial = serial;
        this.wire = wire;
    }

    /** The first to end it counts. */
    synchronized void end(End by) {
        if (end == End.OPEN) {
            end = by;
        }
    }

    /** From 1, in the order of accept. */
    public int serial() {
        return serial;
    }

    /** The TLS handshake is done (https), or it was accepted (http). */
    public boolean handshaken() {
        return handshaken;
    }

    /** Requests read on it, whole. */
    public int requests() {
        return requests;
    }

    /** No request came on it, so far. */
    public boolean silent() {
        return requests == 0;
    }

    public End end() {
        return end;
    }

    /** The client sent close_notify. */
    public boolean closeNotify() {
        return wire.closeNotifySeen();
    }

    /** The client showed a certificate. */
    public boolean clientCertificate() {
        return clientCertificate;
    }

    /** What ALPN agreed on, empty if nothing. */
    public String alpn() {
        return alpn;
    }

    /** The server's socket is closed as well: nothing will change here. */
    public boolean closed() {
        return closed;
    }

    @Override
    public String toString() {
        return "#" + serial + "[handshaken=" + handshaken + " requests=" + requests + " end=" + end + " closeNotify="
                + closeNotify() + " alpn=" + alpn + "]";
    }
}
