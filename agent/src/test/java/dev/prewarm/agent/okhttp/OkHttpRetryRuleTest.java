package dev.prewarm.agent.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OkHttpRetryRuleTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void repeatsWhatIsIdempotentIfItsBodyCanBeSentAgain(String method) {
        assertThat(OkHttpRetryRule.repeats(method, null)).isTrue();
        assertThat(OkHttpRetryRule.repeats(method, new Body(false, false))).isTrue();
        assertThat(OkHttpRetryRule.repeats(method, new Body(true, false))).isFalse();
        assertThat(OkHttpRetryRule.repeats(method, new Body(false, true))).isFalse();
    }

    @Test
    void aBodyThatCantBeAskedIsNotSentAgain() {
        assertThat(OkHttpRetryRule.repeats("PUT", "a body of another kind")).isFalse();
        assertThat(OkHttpRetryRule.repeats("PUT", new Body(false, false) {
                    @Override
                    public boolean isOneShot() {
                        throw new IllegalStateException();
                    }
                }))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "get", "BREW"})
    void repeatsNothingElse(String method) {
        assertThat(OkHttpRetryRule.repeats(method, null)).isFalse();
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
