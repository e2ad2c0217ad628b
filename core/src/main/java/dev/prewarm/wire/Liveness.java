package dev.prewarm.wire;

import dev.prewarm.pool.status.EvictReason;

/** What a look at a parked connection found. */
enum Liveness {
    LIVE(null),
    /** In the middle of a TLS record: sound, but not to be handed over before the rest has come. */
    PARTIAL(null),
    /** FIN, RST or close_notify. */
    CLOSED(EvictReason.CLOSED_BY_SERVER),
    /** Bytes that no request has asked for. */
    DATA(EvictReason.UNEXPECTED_DATA),
    /** Sound, but the server was shown another certificate than the client's own handshake would show it. */
    OUTDATED(EvictReason.FLUSHED),
    /** More bytes, of whatever kind, than may be read. */
    FLOOD(EvictReason.UNEXPECTED_DATA),
    /** An error on our side: nothing is known of it any more. */
    BROKEN(EvictReason.PRESSURE);

    private final EvictReason reasonToGo;

    Liveness(EvictReason reasonToGo) {
        this.reasonToGo = reasonToGo;
    }

    /** Why it is closed; null: it stays. */
    EvictReason reasonToGo() {
        return reasonToGo;
    }
}
