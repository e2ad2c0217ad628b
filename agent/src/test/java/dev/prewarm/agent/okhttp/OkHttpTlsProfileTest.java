package dev.prewarm.agent.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OkHttpTlsProfileTest {
    private final Object spec = new Object();
    private final OkHttpTlsProfile profile = new OkHttpTlsProfile("a", 443, List.of("h2", "http/1.1"), List.of(spec));

    @Test
    void isEqualIfAllOfItIs() {
        assertThat(new OkHttpTlsProfile("a", 443, List.of("h2", "http/1.1"), List.of(spec)))
                .isEqualTo(profile)
                .hasSameHashCodeAs(profile);
        assertThat(new OkHttpTlsProfile("b", 443, List.of("h2", "http/1.1"), List.of(spec)))
                .isNotEqualTo(profile);
        assertThat(new OkHttpTlsProfile("a", 444, List.of("h2", "http/1.1"), List.of(spec)))
                .isNotEqualTo(profile);
        assertThat(new OkHttpTlsProfile("a", 443, List.of("http/1.1"), List.of(spec)))
                .isNotEqualTo(profile);
        assertThat(new OkHttpTlsProfile("a", 443, List.of("h2", "http/1.1"), List.of(spec, spec)))
                .isNotEqualTo(profile);
    }

    /** Whatever its equals says: that is not ours to trust. */
    @Test
    void takesSpecsByIdentity() {
        String one = new String("spec");
        String twin = new String("spec");
        assertThat(new OkHttpTlsProfile("a", 1, List.of(), List.of(one)))
                .isNotEqualTo(new OkHttpTlsProfile("a", 1, List.of(), List.of(twin)));
    }
}
