package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.it.kit.Artifacts;
import org.junit.jupiter.api.Test;

/** The kit itself: a class path as Maven would make it, and a message that says what is missing. */
class ArtifactsIT {
    @Test
    void findsWhatAnArtifactNeeds() {
        // No dependency of this module: the versions that come with it are its own.
        assertThat(Artifacts.resolve("com.squareup.okhttp3:okhttp:3.14.9"))
                .allSatisfy(jar -> assertThat(jar).isRegularFile())
                .extracting(jar -> jar.getFileName().toString())
                .containsExactly("okhttp-3.14.9.jar", "okio-1.17.2.jar");
    }

    @Test
    void namesWhatCantBeHad() {
        assertThatThrownBy(() -> Artifacts.resolve("dev.prewarm:no-such-artifact:1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("dev.prewarm:no-such-artifact:1")
                .hasMessageContaining("dev.prewarm:no-such-artifact:jar:1");
    }
}
