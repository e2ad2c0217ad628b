package dev.prewarm.it.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.it.kit.Versions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is newer than the list, and how Maven Central tells it. */
class ReleasesIT {
    private static final List<String> LISTED = List.of("4.0", "4.0.2", "4.9.3", "4.10.1");

    @Test
    void anUpToDateListLacksNothing() {
        assertThat(Releases.beyond(LISTED, List.of("4.0", "4.0.1", "4.0.2", "4.9.2", "4.9.3", "4.10.0", "4.10.1")))
                .isEmpty();
    }

    @Test
    void namesTheNewestOfAMinorByNumber() {
        assertThat(Releases.beyond(LISTED, List.of("4.0", "4.0.2", "4.0.10", "4.0.9", "4.9.3", "4.10.1")))
                .containsExactly("4.0.10 is released, the list has 4.0.2 as the newest of 4.0");
    }

    @Test
    void namesNewMinors() {
        assertThat(Releases.beyond(LISTED, List.of("4.0", "4.0.2", "4.9.3", "4.10.1", "4.11.0", "5.0")))
                .containsExactly(
                        "4.11.0 is released, the list has none of 4.11", "5.0 is released, the list has none of 5.0");
    }

    @Test
    void leavesOutPreReleasesAndWhatIsBeforeTheRange() {
        assertThat(Releases.beyond(
                        LISTED,
                        List.of(
                                "3.99.9",
                                "4.0-beta7",
                                "4.0",
                                "4.0.2",
                                "4.9.3",
                                "4.10.1",
                                "4.11.0-RC1",
                                "4.12-M1",
                                "5.0.0-alpha.17",
                                "5.7-alpha1")))
                .isEmpty();
    }

    @Test
    void namesWhatWasNeverReleased() {
        assertThat(Releases.beyond(LISTED, List.of("4.0", "4.0.2", "4.9.3", "4.10.0")))
                .containsExactly("4.10.1 is in the list, but was never released");
    }

    @ParameterizedTest
    @ValueSource(strings = {"okhttp", "apache"})
    void theListIsInOrderAndHasOnlyReleases(String library) {
        List<String> listed = Versions.listed(library);
        assertThat(Releases.beyond(listed, listed)).isEmpty();
        assertThat(listed).extracting(Version::parse).isSorted();
    }

    @Test
    void readsMavenMetadata() throws IOException {
        assertThat(NewerReleases.released(stream("<?xml version=\"1.0\"?><metadata><groupId>g</groupId><versioning>"
                        + "<latest>2.0-RC1</latest><release>1.1</release><versions><version>1.0</version>"
                        + "<version> 1.1 </version><version>2.0-RC1</version></versions></versioning></metadata>")))
                .containsExactly("1.0", "1.1", "2.0-RC1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "<metadata/>", "no XML"})
    void saysWhatIsNoMetadata(String text) {
        assertThatThrownBy(() -> NewerReleases.released(stream(text))).isInstanceOf(IOException.class);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
