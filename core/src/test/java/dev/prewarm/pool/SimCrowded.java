package dev.prewarm.pool;

/** An upstream, or a device before it, that bears only so many connections of one client. */
final class SimCrowded extends SimConduct {
    enum How {
        /** What connects beside as many as it bears. */
        NEWEST_REFUSED,
        NEWEST_RESET,
        /** Accepted, and ended at once. */
        NEWEST_ENDED,
        /** The newest stands, and all others end. */
        OTHERS_ENDED,
        /** The same, and nobody is told. */
        OTHERS_FORGOTTEN
    }

    private static final long PROBES = 4_000_000_000L;

    private final VirtualTime time;
    private final SimServer server;
    private final How how;
    private final int most;

    SimCrowded(VirtualTime time, SimServer server, How how, int most) {
        this.time = time;
        this.server = server;
        this.how = how;
        this.most = most;
    }

    @Override
    SimServer.Verdict syn(SimSocket socket) {
        if (server.open() < most) {
            return SimServer.Verdict.ACCEPTED;
        }
        switch (how) {
            case NEWEST_REFUSED:
                return SimServer.Verdict.REFUSED;
            case NEWEST_RESET:
                return SimServer.Verdict.RESET;
            default:
                return SimServer.Verdict.ACCEPTED;
        }
    }

    @Override
    void accepted(SimSocket socket) {
        if (server.open() <= most) {
            return;
        }
        if (how == How.NEWEST_ENDED) {
            time.after(1, () -> server.end(socket));
        } else if (how == How.OTHERS_ENDED || how == How.OTHERS_FORGOTTEN) {
            for (SimSocket other : server.all()) {
                if (other != socket) {
                    lose(other);
                }
            }
        }
    }

    private void lose(SimSocket other) {
        if (how == How.OTHERS_ENDED) {
            server.end(other);
        } else if (!other.serverSide.isRequested()) {
            other.forget(PROBES);
            server.fin(other);
        }
    }
}
