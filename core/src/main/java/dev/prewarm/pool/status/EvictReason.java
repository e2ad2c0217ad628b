package dev.prewarm.pool.status;

import java.util.Locale;

/** Why a warm connection was closed without having been used. */
public enum EvictReason {
    /** Parked for as long as the idle limit allows. */
    IDLE,
    /** The server ended it, by FIN, RST or close_notify. */
    CLOSED_BY_SERVER,
    /** Bytes came before any request: a 408, a 400. */
    UNEXPECTED_DATA,
    /** Others like it were found dead, or time jumped, or the client that it was handed to could not use it. */
    FLUSHED,
    /** More than is wanted now. */
    SURPLUS,
    /** The upstream suffers from idle connections. */
    HARM,
    /** The client no longer asks for this address. */
    ADDRESS_GONE,
    /** Out of descriptors, ports or memory; or an error within the JVM, which is not the server's doing. */
    PRESSURE,
    SHUTDOWN;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in JMX, status and logs. */
    public String label() {
        return label;
    }
}
