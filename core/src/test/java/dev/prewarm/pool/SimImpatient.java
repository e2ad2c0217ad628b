package dev.prewarm.pool;

import java.util.function.LongSupplier;

/** A server, or a device before it, that ends what was opened ahead soon: by silence, or by what it is shown of it. */
final class SimImpatient extends SimConduct {
    private final VirtualTime time;
    private final SimServer server;
    private final LongSupplier after;
    private final boolean speaks;
    private final boolean oursOnly;

    private SimImpatient(VirtualTime time, SimServer server, LongSupplier after, boolean speaks, boolean oursOnly) {
        this.time = time;
        this.server = server;
        this.after = after;
        this.speaks = speaks;
        this.oursOnly = oursOnly;
    }

    /** Whoever has not sent a request so long after it could have been there. */
    static SimImpatient ends(VirtualTime time, SimServer server, long nanos, boolean tls) {
        return new SimImpatient(time, server, () -> firstRequest(server, tls) + nanos, false, false);
    }

    /** It says something first, as to somebody who is too slow. */
    static SimImpatient speaks(VirtualTime time, SimServer server, long nanos, boolean tls) {
        return new SimImpatient(time, server, () -> firstRequest(server, tls) + nanos, true, false);
    }

    /** It takes our handshakes in and ends them then; those of the client show what ours can't. */
    static SimImpatient refusesOurTls(VirtualTime time, SimServer server) {
        return new SimImpatient(time, server, () -> firstRequest(server, true), false, true);
    }

    private static long firstRequest(SimServer server, boolean tls) {
        return (tls ? 2 : 1) * server.link.roundTrip;
    }

    @Override
    void accepted(SimSocket socket) {
        if (oursOnly && !socket.isSilentStock()) {
            return;
        }
        time.after(after.getAsLong(), () -> {
            if (!socket.serverSide.isRequested() && socket.serverSide.isOpen()) {
                if (speaks) {
                    socket.say();
                }
                server.end(socket);
            }
        });
    }
}
