package dev.prewarm.demo.upstream;

import java.time.Duration;

/**
 * When bytes arrive over a distance that loopback doesn't have. Pure: all times are nanoseconds of one clock.
 *
 * <p>Each direction takes half a round trip. The kernel finishes loopback's TCP handshake at once, where over a real
 * distance connect returns after one round trip; so what a client sends within that first round trip counts as sent at
 * its end, and arrives one and a half round trips after the connection was accepted. Hence a request on a new
 * connection takes 2 round trips over http and 3 over https with TLS 1.3, and 1 on a connection opened long before.
 */
public final class Distance {
    private final long roundTrip;

    public Distance(Duration roundTrip) {
        this.roundTrip = roundTrip.toNanos();
    }

    /** When the server gets what the client sent at {@code sent} on a connection accepted at {@code accepted}. */
    long arrivalAtServer(long accepted, long sent) {
        return Math.max(sent, accepted + roundTrip) + roundTrip / 2;
    }

    /** When the client gets what the server sent at {@code sent}. */
    long arrivalAtClient(long sent) {
        return sent + roundTrip / 2;
    }
}
