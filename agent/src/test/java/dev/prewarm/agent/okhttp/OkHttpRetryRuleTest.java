package dev.prewarm.agent.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.Repetition;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OkHttpRetryRuleTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void whatIsIdempotentMayBeRiskedIfItsBodyCanBeSentAgain(String method) {
        assertThat(OkHttpRetryRule.of(method, null, true)).isEqualTo(Repetition.HARMLESS);
        assertThat(OkHttpRetryRule.of(method, new Body(false, false), true)).isEqualTo(Repetition.HARMLESS);
        assertThat(OkHttpRetryRule.of(method, new Body(true, false), true)).isEqualTo(Repetition.NONE);
        assertThat(OkHttpRetryRule.of(method, new Body(false, true), true)).isEqualTo(Repetition.NONE);
    }

    @Test
    void aBodyThatCantBeAskedIsNotSentAgain() {
        Body failing = new Body(false, false) {
            @Override
            public boolean isOneShot() {
                throw new IllegalStateException();
            }
        };
        assertThat(OkHttpRetryRule.of("PUT", "a body of another kind", true)).isEqualTo(Repetition.NONE);
        assertThat(OkHttpRetryRule.of("PUT", failing, true)).isEqualTo(Repetition.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "get", "BREW"})
    void whatIsNotIdempotentIsSentAgainAndIsNotToBeRisked(String method) {
        assertThat(OkHttpRetryRule.of(method, null, true)).isEqualTo(Repetition.RISKY);
    }

    @Test
    void aClientWithoutRetriesSendsNothingAgain() {
        assertThat(OkHttpRetryRule.of("GET", null, false)).isEqualTo(Repetition.NONE);
    }

    private static class Body extends RequestBody {
        private final boolean oneShot;
        private final boolean duplex;

        Body(boolean oneShot, boolean duplex) {
            this.oneShot = oneShot;
            this.duplex = duplex;
        }

        @Override
        public MediaType contentType() {
            return null;
        }

        @Override
        public boolean isOneShot() {
            return oneShot;
        }

        @Override
        public boolean isDuplex() {
            return duplex;
        }

        @Override
        public void writeTo(BufferedSink sink) {
            // Never called.
        }
    }
}
