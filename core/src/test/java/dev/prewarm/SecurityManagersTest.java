package dev.prewarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecurityManagersTest {
    @Test
    void noneIsSetHere() {
        assertThat(SecurityManagers.isOneSet()).isFalse();
    }
}
