package dev.prewarm.agent.apache;

import dev.prewarm.Prewarm;
import dev.prewarm.wire.DelegatingEngine;
import dev.prewarm.wire.TlsRecipe;
import java.net.SocketException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * The engine of one connection of the async client. The client sets up its own engine through it; when it begins the
 * handshake, what it has set up is known. Without a warm connection that is remembered, to be learnt later. With one, it is
 * compared to how the warm engine was set up, and that one takes over if they are equal: SSLIOSession asks for a handshake
 * by one {@code wrap}, sees it finished without a byte, and has its verifier look at the session as ever (5.0 to 5.7).
 */
final class ApacheEngine extends DelegatingEngine {
    private enum Stage {
        /** The client's own engine does all. */
        OWN,
        /** The warm one has taken over: the client has yet to ask for its handshake. */
        ADOPTED,
        FINISHED
    }

    private final SSLContext context;
    private final ApacheTrackedConnection tracked;
    private final boolean standard;
    private volatile Stage stage = Stage.OWN;

    /** @param standard whether all that a handshake depends on can be seen in the engine's parameters */
    ApacheEngine(SSLEngine own, SSLContext context, ApacheTrackedConnection tracked, boolean standard) {
        super(own);
        this.context = context;
        this.tracked = tracked;
        this.standard = standard;
    }

    @Override
    public void beginHandshake() throws SSLException {
        if (!tracked.hasWarmEngine()) {
            tracked.identified(this::recipe);
            super.beginHandshake();
            return;
        }
        Throwable why = null;
        try {
            TlsRecipe own = recipe();
            if (own != null && own.equals(tracked.recipe())) {
                delegateTo(tracked.takeWarmEngine());
                stage = Stage.ADOPTED;
                return;
            }
        } catch (Throwable t) {
            why = t;
        }
        // The strategy's arrays may have been written to since. TLS has been made on this connection, but in another
        // way than the client wants now. It is told of a reset; its retry goes cold, and so does the next request.
        ApacheSeam.RECIPES.remove(tracked.frame());
        tracked.givenUp(why);
        throw unchecked(new SocketException("Connection reset"));
    }

    /** By which the client makes its handshake; null if not all that it depends on can be seen. */
    private TlsRecipe recipe() {
        return standard && getEnableSessionCreation()
                ? new TlsRecipe(context, getPeerHost(), getPeerPort(), getSSLParameters())
                : null;
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return stage == Stage.ADOPTED ? HandshakeStatus.NEED_WRAP : super.getHandshakeStatus();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        if (stage == Stage.ADOPTED) {
            stage = Stage.FINISHED;
            return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, 0, 0);
        }
        return seen(super.wrap(sources, offset, length, target));
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        SSLEngineResult result = seen(super.unwrap(source, targets, offset, length));
        if (result.getStatus() == Status.CLOSED) {
            tracked.ended();
        }
        return result;
    }

    @Override
    public void closeOutbound() {
        if (!isInboundDone()) {
            tracked.endedByClient();
        }
        super.closeOutbound();
    }

    private SSLEngineResult seen(SSLEngineResult result) {
        Prewarm pool = ApacheSeam.prewarm;
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED && pool != null) {
            try {
                pool.connected(tracked.attempt());
            } catch (Throwable t) {
                pool.faulted(t);
            }
        }
        return result;
    }

    /** {@code beginHandshake} may throw no SocketException, but that is what the client's retry rule looks for. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable t) throws T {
        throw (T) t;
    }
}
