package dev.prewarm.agent.jdk;

import dev.prewarm.wire.DelegatingEngine;
import java.io.EOFException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Passes everything on to the client's own engine, until it adopts a warm one. From then on the client's SSLFlowDelegate
 * asks for a handshake in two calls of {@code wrap}, sees it finished without a byte, and goes on with the connection as
 * with any other (JDK 17 to 25).
 *
 * <p>A close_notify that comes after the last look, and before the client has connected its flows, would fail a GET without
 * a retry (IOException or SSLHandshakeException); a 408 that comes there would be taken for the answer. So until something
 * of the client has been written, both are turned into what the end of a reused connection looks like, which the client's
 * own rule heals.
 */
final class JdkEngine extends DelegatingEngine {
    private enum Stage {
        /** Not adopted: the client's own engine does all. */
        OWN,
        ADOPTED,
        /** The first {@code wrap} has been answered: one more is to come. */
        ASKED,
        /** The client takes the handshake for finished, and has written nothing yet. */
        FINISHED,
        USED
    }

    private volatile Stage stage = Stage.OWN;
    private volatile Thread asking;

    /** The server has said goodbye before anything was written; guarded by this for writing, as is {@link #stage}. */
    private volatile boolean ended;

    JdkEngine(SSLEngine own) {
        super(own);
    }

    synchronized void adopt(SSLEngine warm) {
        delegateTo(warm);
        stage = Stage.ADOPTED;
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        if (stage == Stage.ASKED) {
            // To another thread "handshaking" would make an EOF look like a failed handshake.
            return Thread.currentThread() == asking ? HandshakeStatus.NEED_WRAP : HandshakeStatus.NOT_HANDSHAKING;
        }
        return ended ? HandshakeStatus.NOT_HANDSHAKING : super.getHandshakeStatus();
    }

    @Override
    public void beginHandshake() throws SSLException {
        if (stage != Stage.ADOPTED) {
            super.beginHandshake();
        }
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        SSLEngineResult answer = stage == Stage.OWN || stage == Stage.USED ? null : next(sources, offset, length);
        return answer == null ? super.wrap(sources, offset, length, target) : answer;
    }

    /** Null: the warm engine is to answer. The two calls are answered also after the end, or the client would wait. */
    private synchronized SSLEngineResult next(ByteBuffer[] sources, int offset, int length) {
        switch (stage) {
            case ADOPTED:
                asking = Thread.currentThread();
                stage = Stage.ASKED;
                return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_WRAP, 0, 0);
            case ASKED:
                stage = Stage.FINISHED;
                asking = null;
                return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, 0, 0);
            default:
                if (hasBytes(sources, offset, length)) {
                    if (ended) {
                        throw unchecked(new EOFException("EOF reached while reading"));
                    }
                    stage = Stage.USED;
                }
                return null;
        }
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        if (stage == Stage.OWN || stage == Stage.USED) {
            return super.unwrap(source, targets, offset, length);
        }
        int[] before = positions(targets);
        SSLEngineResult result = super.unwrap(source, targets, offset, length);
        boolean end = result.getStatus() == Status.CLOSED || result.bytesProduced() > 0;
        if (end && endsUnused()) {
            // A goodbye, or an answer to nothing (a 408): neither is for the request that is to come.
            source.position(source.limit());
            for (int i = offset; i < offset + length; i++) {
                targets[i].position(before[i]);
            }
            return new SSLEngineResult(Status.OK, HandshakeStatus.NOT_HANDSHAKING, result.bytesConsumed(), 0);
        }
        return result;
    }

    private static int[] positions(ByteBuffer[] buffers) {
        int[] positions = new int[buffers.length];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = buffers[i].position();
        }
        return positions;
    }

    private synchronized boolean endsUnused() {
        ended |= stage != Stage.OWN && stage != Stage.USED;
        return ended;
    }

    private static boolean hasBytes(ByteBuffer[] sources, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (sources[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** {@code wrap} may throw no EOFException, but that is what the client's rule for ended connections looks for. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable t) throws T {
        throw (T) t;
    }
}
