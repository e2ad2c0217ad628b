package dev.prewarm.wire;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.Key;
import java.nio.channels.SocketChannel;

/**
 * One turn of a handshake, in a task thread: as far as it goes without waiting for the peer. Code of the application may run in
 * it, for as long as it likes. Other threads read what came of it once they are told that it is done.
 */
final class HandshakeTurn {
    private final Key key;
    private final SocketChannel channel;
    private final Runnable done;
    private final long openedAt;
    private final boolean isFirst;
    private final boolean asksTheApplication;
    private final long askedAt = Clock.now();
    private volatile Handshake handshake;
    private volatile long begunAt = Long.MAX_VALUE;
    private volatile boolean cancelled;
    private Handshake.Wants wants;
    private TlsSession tls;
    private Object shown;
    private Throwable failure;

    /**
     * @param handshake null if it is yet to begin
     * @param openedAt when its connection was begun
     * @param done run in the task thread at the end
     */
    HandshakeTurn(Key key, SocketChannel channel, Handshake handshake, long openedAt, Runnable done) {
        this.key = key;
        this.channel = channel;
        this.handshake = handshake;
        this.openedAt = openedAt;
        this.done = done;
        this.isFirst = handshake == null;
        this.asksTheApplication = ((HandshakeRecipe) key.recipe()).asksTheApplication();
    }

    /** Whether its handshake begins with it. */
    boolean isFirst() {
        return isFirst;
    }

    long openedAt() {
        return openedAt;
    }

    /** Whether code of the application is asked in it. */
    boolean asksTheApplication() {
        return asksTheApplication;
    }

    Origin origin() {
        return key.origin();
    }

    /** For once. */
    void run() {
        if (cancelled) {
            return;
        }
        begunAt = Clock.now();
        try {
            turn();
        } catch (Throwable t) {
            failure = ToldFailure.of(t);
        }
        done.run();
    }

    private void turn() throws Exception {
        HandshakeRecipe recipe = (HandshakeRecipe) key.recipe();
        Thread.currentThread().setContextClassLoader(recipe.contextLoader());
        try {
            if (handshake == null) {
                handshake = recipe.begin(channel, key.endpoint());
            }
            wants = handshake.advance();
            if (wants == Handshake.Wants.NOTHING_MORE) {
                tls = handshake.finished();
                shown = ClientCertificate.shownIn(tls.session());
            }
        } finally {
            Thread.currentThread().setContextClassLoader(null);
        }
    }

    /** Nobody wants it any more: if it has not begun, it never will. */
    void cancel() {
        cancelled = true;
    }

    boolean isBegun() {
        return begunAt != Long.MAX_VALUE;
    }

    /** For how long it has been run, in nanoseconds. */
    long lasted(long now) {
        return isBegun() ? now - begunAt : 0;
    }

    /** For how long it waited for a thread, in nanoseconds; it has begun. */
    long waited() {
        return begunAt - askedAt;
    }

    /** Null if it has not begun; whoever asks before the turn is done can only abandon it. */
    Handshake handshake() {
        return handshake;
    }

    /** What came of it; null if it failed. */
    Handshake.Wants wants() {
        return wants;
    }

    /** Null if it is not finished. */
    TlsSession tls() {
        return tls;
    }

    /** The client's certificate that was presented, {@link ClientCertificate#shownIn}; null: none was. */
    Object shown() {
        return shown;
    }

    Throwable failure() {
        return failure;
    }
}
