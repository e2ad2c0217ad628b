package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import java.io.File;
import java.util.stream.Collectors;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;

/** The list of what the jar carries, as scanners read it; that the jar carries nothing else, JarIT shows. */
class SbomIT {
    private static final File SBOM =
            Child.agentJar().resolveSibling("prewarm-agent.cdx.json").toFile();

    @Test
    void namesWhatTheJarCarries() throws Exception {
        JsonParser parser = new JsonParser();
        assertThat(parser.validate(SBOM, Version.VERSION_16)).isEmpty();
        Bom bom = parser.parse(SBOM);
        assertThat(bom.getMetadata().getComponent().getName()).isEqualTo("prewarm-agent");
        assertThat(bom.getComponents().stream()
                        .map(each -> each.getGroup() + ":" + each.getName())
                        .collect(Collectors.toList()))
                .containsExactlyInAnyOrder(
                        "dev.prewarm:prewarm-core",
                        "net.bytebuddy:byte-buddy",
                        "org.slf4j:slf4j-api",
                        "info.picocli:picocli",
                        "com.grack:nanojson");
    }
}
