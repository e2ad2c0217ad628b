package dev.prewarm.agent.apache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.Test;

/** Whose word on a lost connection is certain before it is lost. */
class ApacheRetryRuleTest {
    private final ApacheRetryRule rule = new ApacheRetryRule();

    private static class OfItsOwn extends DefaultHttpRequestRetryStrategy {
        @Override
        public boolean retryRequest(HttpRequest request, IOException failure, int count, HttpContext context) {
            return super.retryRequest(request, failure, count, context);
        }
    }

    /** Declares nothing itself. */
    private static final class Below extends OfItsOwn {}

    @Test
    void theStandardOnesIs() {
        assertThat(rule.isStandard(DefaultHttpRequestRetryStrategy.class)).isTrue();
        assertThat(rule.isStandard(DefaultHttpRequestRetryStrategy.class))
                .as("again")
                .isTrue();
    }

    /** The standard rule goes by the lists it was given, so it is asked. */
    @Test
    void soIsThatOfASubclassWhichLeavesItAlone() {
        Object other = new DefaultHttpRequestRetryStrategy(1, TimeValue.ofSeconds(1), List.of(), List.of(503)) {
            @Override
            public boolean retryRequest(HttpResponse answer, int count, HttpContext context) {
                return false;
            }
        };

        assertThat(rule.isStandard(other.getClass())).isTrue();
    }

    @Test
    void noneIsThatDecidesItself() {
        Object idempotence = new DefaultHttpRequestRetryStrategy() {
            @Override
            protected boolean handleAsIdempotent(HttpRequest request) {
                return false;
            }
        };

        assertThat(rule.isStandard(OfItsOwn.class)).isFalse();
        assertThat(rule.isStandard(Below.class)).isFalse();
        assertThat(rule.isStandard(idempotence.getClass())).isFalse();
    }

    @Test
    void noneIsThatIsAnother() {
        HttpRequestRetryStrategy other = new HttpRequestRetryStrategy() {
            @Override
            public boolean retryRequest(HttpRequest request, IOException failure, int count, HttpContext context) {
                return true;
            }

            @Override
            public boolean retryRequest(HttpResponse answer, int count, HttpContext context) {
                return true;
            }

            @Override
            public TimeValue getRetryInterval(HttpResponse answer, int count, HttpContext context) {
                return TimeValue.ZERO_MILLISECONDS;
            }
        };

        assertThat(rule.isStandard(other.getClass())).isFalse();
        assertThat(rule.isStandard(Object.class)).isFalse();
    }

    /** It is kept for ever, and a trace leads to the classes of whoever was first. */
    @Test
    void whatItIsAskedAboutHasNoTrace() {
        assertThat(ApacheRetryRule.LOST.getStackTrace()).isEmpty();
    }
}
