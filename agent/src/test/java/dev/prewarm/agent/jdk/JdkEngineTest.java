package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.wire.DelegatingEngine;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class JdkEngineTest {
    private final FakeEngine own = new FakeEngine();
    private final FakeEngine warm = new FakeEngine();
    private final JdkEngine engine = new JdkEngine(own);

    @Test
    void untilAdoptedItIsTheClientsOwn() throws SSLException {
        engine.beginHandshake();
        wrap(0);
        unwrap();
        assertThat(own.calls).isEqualTo("begin wrap unwrap ");
        own.answer = Status.CLOSED;
        assertThat(unwrap().getStatus()).isEqualTo(Status.CLOSED);
        wrap(1);
    }

    @Test
    void anAdoptedOneFinishesItsHandshakeInTwoCalls() throws Exception {
        engine.adopt(warm);
        engine.beginHandshake();
        assertThat(wrap(0).getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_WRAP);
        assertThat(engine.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_WRAP);
        assertThat(CompletableFuture.supplyAsync(engine::getHandshakeStatus).get())
                .isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        assertThat(wrap(0).getHandshakeStatus()).isEqualTo(HandshakeStatus.FINISHED);
        assertThat(engine.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        assertThat(own.calls + warm.calls).isEmpty();
        wrap(0);
        wrap(1);
        unwrap();
        assertThat(warm.calls).isEqualTo("wrap wrap unwrap ");
    }

    @Test
    void aGoodbyeBeforeTheFirstByteLooksLikeTheEndOfAReusedConnection() throws SSLException {
        finished();
        warm.answer = Status.CLOSED;
        assertThat(unwrap().getStatus()).isEqualTo(Status.OK);
        wrap(0);
        assertThatThrownBy(() -> wrap(1)).isInstanceOf(EOFException.class).hasMessage("EOF reached while reading");
    }

    /** Else the client would wait for the end of a handshake that never began. */
    @Test
    void aGoodbyeBeforeTheTwoCallsDoesNotTakeThemAway() throws SSLException {
        for (int callsBefore = 0; callsBefore < 2; callsBefore++) {
            JdkEngine early = new JdkEngine(own);
            early.adopt(warm);
            for (int i = 0; i < callsBefore; i++) {
                early.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(0));
            }
            warm.answer = Status.CLOSED;
            early.unwrap(ByteBuffer.allocate(1), ByteBuffer.allocate(0));
            SSLEngineResult last = null;
            for (int i = callsBefore; i < 2; i++) {
                last = early.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(0));
            }
            assertThat(last.getHandshakeStatus()).isEqualTo(HandshakeStatus.FINISHED);
            assertThatThrownBy(() -> early.wrap(ByteBuffer.allocate(1), ByteBuffer.allocate(0)))
                    .isInstanceOf(EOFException.class);
        }
    }

    /** A 408, most likely: it answers no request, and must not be taken for an answer to one. */
    @Test
    void anAnswerBeforeTheFirstByteLooksLikeTheEndOfAReusedConnection() throws SSLException {
        finished();
        warm.produced = 5;
        ByteBuffer target = ByteBuffer.allocate(100);
        SSLEngineResult result = engine.unwrap(ByteBuffer.allocate(1), target);
        assertThat(result.bytesProduced()).isZero();
        assertThat(target.position()).isZero();
        assertThatThrownBy(() -> wrap(1)).isInstanceOf(EOFException.class);
    }

    @Test
    void anAnswerAfterTheFirstByteIsTheClients() throws SSLException {
        finished();
        wrap(1);
        warm.produced = 5;
        ByteBuffer target = ByteBuffer.allocate(100);
        assertThat(engine.unwrap(ByteBuffer.allocate(1), target).bytesProduced())
                .isEqualTo(5);
        assertThat(target.position()).isEqualTo(5);
    }

    @Test
    void aGoodbyeAfterTheFirstByteIsTheClientsToSee() throws SSLException {
        finished();
        wrap(1);
        warm.answer = Status.CLOSED;
        assertThat(unwrap().getStatus()).isEqualTo(Status.CLOSED);
        wrap(1);
    }

    private void finished() throws SSLException {
        engine.adopt(warm);
        wrap(0);
        wrap(0);
    }

    private SSLEngineResult wrap(int bytes) throws SSLException {
        return engine.wrap(ByteBuffer.allocate(bytes), ByteBuffer.allocate(100));
    }

    private SSLEngineResult unwrap() throws SSLException {
        return engine.unwrap(ByteBuffer.allocate(1), ByteBuffer.allocate(100));
    }

    private static final class FakeEngine extends DelegatingEngine {
        private String calls = "";
        private Status answer = Status.OK;
        private int produced;

        FakeEngine() {
            super(someEngine());
        }

        private static SSLEngine someEngine() {
            try {
                return SSLContext.getDefault().createSSLEngine();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private SSLEngineResult called(String name) {
            calls += name + " ";
            return new SSLEngineResult(answer, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
        }

        @Override
        public void beginHandshake() {
            calls += "begin ";
        }

        @Override
        public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) {
            return called("wrap");
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) {
            if (produced > 0) {
                targets[offset].put(new byte[produced]);
                return new SSLEngineResult(answer, HandshakeStatus.NOT_HANDSHAKING, 0, produced);
            }
            return called("unwrap");
        }
    }
}
