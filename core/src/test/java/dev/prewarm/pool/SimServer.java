package dev.prewarm.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A simulated upstream. It has workers and a queue before them, first come first served. Where silence ties a worker, a
 * connection has one from when it is accepted until it is closed; else from when its request is there.
 */
final class SimServer {
    enum Verdict {
        ACCEPTED,
        REFUSED,
        RESET,
        /** Nothing comes back. */
        DROPPED
    }

    /** What the server knows of one connection. */
    static final class Side {
        private boolean open;
        private boolean gone;
        private boolean served;
        private boolean held;
        private boolean silentHeld;
        private boolean hello;
        private boolean requested;
        private long acceptedAt;
        private boolean heardOf;
        private long silenceBefore;
        private long trialsBefore;

        boolean isOpen() {
            return open;
        }

        boolean isRequested() {
            return requested;
        }

        long acceptedAt() {
            return acceptedAt;
        }
    }

    private static final int TOO_MANY = 429;
    private static final int OVERLOADED = 503;

    private final VirtualTime time;
    private final Random random;
    private final Set<SimSocket> open = new LinkedHashSet<>();
    private final ArrayDeque<SimSocket> queue = new ArrayDeque<>();
    private final Silence silence = new Silence();
    private final Silence trials = new Silence();
    private int busy;
    private long secondBegan;
    private int thisSecond;
    private long accepted;

    final SimLink link;
    int workers = Integer.MAX_VALUE;
    boolean silenceTies;
    /** Connections that wait for a worker; more are not heard. */
    int backlog = 128;
    /** Requests that wait for a worker; more are answered with 503. */
    int queueLimit = Integer.MAX_VALUE;

    long service = TimeUnit.MILLISECONDS.toNanos(1);
    double slowShare;
    long slowService;
    /** It ends a connection that has been silent for so long. */
    long patience = Long.MAX_VALUE;

    boolean closes = true;
    boolean isDown;
    boolean isDeaf;
    /** It ends what it has accepted so soon: all of it, or what is silent by then. */
    long dropsAfter = Long.MAX_VALUE;

    boolean dropsSilentOnly;
    /** It takes the client's part of a handshake in, and ends it then. */
    boolean refusesTls;
    /** What connects beside so many is ended at once. */
    int mostOpen = Integer.MAX_VALUE;

    /** More are answered with 429, or ... */
    int perSecond = Integer.MAX_VALUE;
    /** ... reset when they connect. */
    boolean limitsConnects;

    /** In what it is not like others. */
    SimConduct conduct = new SimConduct();

    /** Told when a request gets its worker: how long it waited for silent stock, and how long for a trial. */
    Watcher watcher = (socket, bySilence, byTrials) -> {};

    /** Sees what requests wait for. */
    interface Watcher {
        void served(SimSocket socket, long bySilence, long byTrials);
    }

    SimServer(VirtualTime time, Random random, long roundTrip) {
        this.time = time;
        this.random = random;
        this.link = new SimLink(time, random, roundTrip);
    }

    Verdict syn(SimSocket socket) {
        if (socket.serverSide.gone || isDeaf || silenceTies && queue.size() >= backlog) {
            return Verdict.DROPPED;
        }
        if (isDown) {
            return Verdict.REFUSED;
        }
        if (limitsConnects && isTooMuch()) {
            return Verdict.RESET;
        }
        Verdict own = conduct.syn(socket);
        if (own != Verdict.ACCEPTED) {
            return own;
        }
        accepted++;
        open.add(socket);
        socket.serverSide.open = true;
        socket.serverSide.acceptedAt = time.now();
        conduct.accepted(socket);
        if (open.size() > mostOpen) {
            time.after(1, () -> end(socket));
        } else if (dropsAfter != Long.MAX_VALUE) {
            time.after(dropsAfter, () -> drop(socket));
        }
        if (silenceTies) {
            queue.add(socket);
            pump();
        } else {
            losePatience(socket);
        }
        return Verdict.ACCEPTED;
    }

    private void drop(SimSocket socket) {
        if (!dropsSilentOnly || !socket.serverSide.requested) {
            end(socket);
        }
    }

    private boolean isTooMuch() {
        if (time.now() - secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
            secondBegan = time.now();
            thisSecond = 0;
        }
        return ++thisSecond > perSecond;
    }

    private void losePatience(SimSocket socket) {
        if (patience != Long.MAX_VALUE) {
            time.after(patience, () -> {
                if (!socket.serverSide.requested) {
                    end(socket);
                }
            });
        }
    }

    void hello(SimSocket socket) {
        if (conduct.putsOff(() -> hello(socket))) {
            return;
        }
        Side side = socket.serverSide;
        // Nobody waits for what is opened ahead, until a request is sent on it.
        if (!socket.isSilentStock()) {
            heard(side);
        }
        if (!side.open) {
            socket.end();
        } else if (silenceTies && !side.held) {
            side.hello = true;
        } else {
            socket.helloAnswered();
            if (refusesTls) {
                // With TLS 1.3 the client is done before its part has arrived, and hears of it one round trip later.
                time.after(2 * link.half(), () -> drop(socket));
            }
        }
    }

    private void heard(Side side) {
        if (!side.heardOf) {
            side.heardOf = true;
            side.silenceBefore = silence.until(time.now());
            side.trialsBefore = trials.until(time.now());
        }
    }

    void request(SimSocket socket) {
        if (conduct.putsOff(() -> request(socket))) {
            return;
        }
        Side side = socket.serverSide;
        if (!side.open) {
            socket.end();
            return;
        }
        heard(side);
        side.requested = true;
        if (side.held) {
            noLongerSilent(socket);
            serve(socket);
        } else if (!silenceTies) {
            if (busy >= workers && queue.size() >= queueLimit) {
                answer(socket, OVERLOADED);
            } else {
                queue.add(socket);
                pump();
            }
        }
    }

    private void pump() {
        while (busy < workers && !queue.isEmpty()) {
            SimSocket socket = queue.poll();
            Side side = socket.serverSide;
            if (!side.open) {
                continue;
            }
            busy++;
            side.held = true;
            if (side.requested) {
                serve(socket);
                continue;
            }
            becomesSilent(socket);
            losePatience(socket);
            if (side.hello) {
                socket.helloAnswered();
            }
        }
    }

    private void becomesSilent(SimSocket socket) {
        if (socket.isSilentStock()) {
            socket.serverSide.silentHeld = true;
            silence.begins(time.now());
            if (socket.whose() == SimSocket.Whose.TRIAL) {
                trials.begins(time.now());
            }
        }
    }

    private void noLongerSilent(SimSocket socket) {
        if (socket.serverSide.silentHeld) {
            socket.serverSide.silentHeld = false;
            silence.ends(time.now());
            if (socket.whose() == SimSocket.Whose.TRIAL) {
                trials.ends(time.now());
            }
        }
    }

    private void serve(SimSocket socket) {
        Side side = socket.serverSide;
        watcher.served(
                socket, silence.until(time.now()) - side.silenceBefore, trials.until(time.now()) - side.trialsBefore);
        side.served = true;
        boolean refused = !limitsConnects && perSecond != Integer.MAX_VALUE && isTooMuch();
        long nanos = random.nextDouble() < slowShare ? slowService : service;
        time.after(
                refused ? 1 : conduct.takes(socket, nanos),
                () -> done(socket, refused ? TOO_MANY : conduct.status(socket)));
    }

    private void done(SimSocket socket, int status) {
        if (conduct.putsOff(() -> done(socket, status))) {
            return;
        }
        if (status == SimConduct.NO_ANSWER) {
            end(socket);
        } else if (socket.serverSide.open) {
            answer(socket, status);
        }
    }

    private void answer(SimSocket socket, int status) {
        socket.answered(status, closes);
        forget(socket);
    }

    /** Ends it without an answer. */
    void end(SimSocket socket) {
        if (socket.serverSide.open) {
            socket.end();
            forget(socket);
        }
    }

    private void forget(SimSocket socket) {
        Side side = socket.serverSide;
        side.open = false;
        open.remove(socket);
        if (!side.requested) {
            conduct.unused(socket);
        }
        noLongerSilent(socket);
        if (side.held) {
            side.held = false;
            busy--;
            pump();
        }
    }

    /** The client closed it; whoever serves it goes on nevertheless. */
    void fin(SimSocket socket) {
        socket.serverSide.gone = true;
        if (socket.serverSide.open && !socket.serverSide.served) {
            forget(socket);
        }
    }

    /** Ends everything that is open. */
    void restart() {
        for (SimSocket socket : all()) {
            end(socket);
        }
    }

    /** A NAT in between loses its table, and nobody is told; nor could we tell the server that we let go. */
    void forgetAll(LongSupplier probes) {
        for (SimSocket socket : new ArrayList<>(open)) {
            noLongerSilent(socket);
            socket.forget(probes.getAsLong());
        }
    }

    /** Those that it has accepted and not ended. */
    List<SimSocket> all() {
        return new ArrayList<>(open);
    }

    /** How many of them are silent ones of ours. */
    int silent() {
        int silent = 0;
        for (SimSocket socket : open) {
            silent += socket.isSilentStock() ? 1 : 0;
        }
        return silent;
    }

    /** Connections that are open now. */
    int open() {
        return open.size();
    }

    int busy() {
        return busy;
    }

    int waiting() {
        return queue.size();
    }

    /** Workers that wait on silent connections of ours now. */
    int tied() {
        return silence.tied();
    }

    /** Connections accepted, in all. */
    long accepted() {
        return accepted;
    }
}
