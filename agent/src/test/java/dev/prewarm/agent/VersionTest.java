package dev.prewarm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void theBuildHasFilledItIn() {
        assertThat(Version.text()).matches("\\d+\\.\\d+.*");
    }
}
