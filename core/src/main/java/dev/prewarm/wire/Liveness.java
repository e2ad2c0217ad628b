package dev.prewarm.wire;

/** What a look at a parked connection found. */
enum Liveness {
    LIVE,
    /** In the middle of a TLS record: sound, but not to be handed over before the rest has come. */
    PARTIAL,
    /** FIN, RST or close_notify. */
    CLOSED,
    /** Bytes that no request has asked for. */
    DATA,
    /** Sound, but the server was shown another certificate than the client's own handshake would show it. */
    OUTDATED,
    /** More bytes, of whatever kind, than may be read. */
    FLOOD,
    /** An error on our side: nothing is known of it any more. */
    BROKEN
}
