package dev.prewarm.wire;

/** What a look at a parked connection found. */
enum Look {
    LIVE,
    /** In the middle of a TLS record: sound, but not to be handed over before the rest has come. */
    PARTIAL,
    /** FIN, RST or close_notify. */
    CLOSED,
    /** Bytes that no request has asked for. */
    DATA,
    /** More of them than may be read. */
    FLOOD
}
