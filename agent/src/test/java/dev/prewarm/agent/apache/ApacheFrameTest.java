package dev.prewarm.agent.apache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ApacheFrameTest {
    private final Object operator = new Object();

    private ApacheFrame frame(Object by, String host, Object attachment) {
        return new ApacheFrame(by, "https", host, 443, attachment, null);
    }

    @Test
    void isOneOperatorsOwn() {
        assertThat(frame(operator, "a", null)).isEqualTo(frame(operator, "a", null));
        assertThat(frame(operator, "a", null)).isNotEqualTo(frame(new Object(), "a", null));
        assertThat(frame(operator, "a", null)).isNotEqualTo(frame(operator, "b", null));
        assertThat(frame(operator, "a", null)).isNotEqualTo(new ApacheFrame(operator, "http", "a", 443, null, null));
    }

    @Test
    void comparesAnAttachmentByIdentityUnlessItsValuesAreKnown() {
        String attachment = new String("same");
        assertThat(frame(operator, "a", attachment)).isEqualTo(frame(operator, "a", attachment));
        assertThat(frame(operator, "a", attachment)).isNotEqualTo(frame(operator, "a", new String("same")));
        assertThat(frame(operator, "a", attachment)).isNotEqualTo(frame(operator, "a", null));

        ApacheFrame first = frame(operator, "a", new Object());
        ApacheFrame second = frame(operator, "a", new Object());
        first.config(Arrays.asList("3 s", null));
        second.config(Arrays.asList("3 s", null));
        assertThat(first).isEqualTo(second).hasSameHashCodeAs(second);
        second.config(Arrays.asList("4 s", null));
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void comparesTheNameThatTlsIsMadeFor() {
        ApacheFrame named = frame(operator, "a", null);
        named.name("b", 443);
        assertThat(named).isNotEqualTo(frame(operator, "a", null));
    }

    @Test
    void staysColdThroughAProxyOrForASchemeOfItsOwn() {
        assertThat(frame(operator, "a", null).isCold()).isFalse();
        assertThat(new ApacheFrame(operator, "ftp", "a", 21, null, null).isCold())
                .isTrue();
        assertThat(new ApacheFrame(operator, "https", "a", 443, null, new ApacheExchange("GET", true, null, false))
                        .isCold())
                .isTrue();
    }
}
