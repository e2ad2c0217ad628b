package dev.prewarm.pool;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A server that counts a request's time from accept, and ends what takes longer; one in five takes 3 s. */
final class SimDeadline extends SimConduct {
    private static final long SLOW = TimeUnit.SECONDS.toNanos(3);
    private static final double SLOW_SHARE = 0.2;

    private final VirtualTime time;
    private final SimServer server;
    private final Random random;
    private final long deadline;
    private final int status;

    /** @param status with which it ends a request; {@link #NO_ANSWER}: without one */
    SimDeadline(VirtualTime time, SimServer server, Random random, long deadline, int status) {
        this.time = time;
        this.server = server;
        this.random = random;
        this.deadline = deadline;
        this.status = status;
    }

    @Override
    void accepted(SimSocket socket) {
        time.after(deadline, () -> {
            if (!socket.serverSide.isRequested()) {
                server.end(socket);
            }
        });
    }

    @Override
    long takes(SimSocket socket, long usual) {
        long takes = random.nextDouble() < SLOW_SHARE ? SLOW : usual;
        return Math.max(1, Math.min(takes, socket.serverSide.acceptedAt() + deadline - time.now()));
    }

    @Override
    int status(SimSocket socket) {
        return time.now() - socket.serverSide.acceptedAt() >= deadline ? status : OK;
    }
}
