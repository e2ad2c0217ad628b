package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is in the one jar: it is on the boot class path of every JVM it is attached to, before any application. */
class JarIT {
    private static final int JAVA_8 = 52;
    private static final int JAVA_11 = 55;
    private static final String SHADED = "dev/prewarm/shaded/";
    private static final String PREMAIN = "dev/prewarm/agent/PrewarmAgent.class";

    @Test
    void noPackageThatAnApplicationCouldMeet() throws IOException {
        assertThat(names())
                .filteredOn(name -> !name.endsWith("/"))
                .allMatch(name -> name.startsWith("dev/prewarm/")
                        || name.equals("META-INF/MANIFEST.MF")
                        || name.startsWith("META-INF/licenses/")
                        || name.startsWith("META-INF/prewarm/"));
    }

    @Test
    void whatItCarriesOfOthersTravelsWithItsLicence() throws IOException {
        Map<String, String> licences = Map.of(
                "bytebuddy",
                "ASM.txt",
                "slf4j",
                "slf4j.txt",
                "picocli",
                "Apache-2.0.txt",
                "nanojson",
                "Apache-2.0.txt");
        Set<String> carried = names().stream()
                .filter(name -> name.startsWith(SHADED) && name.endsWith(".class"))
                .map(name -> name.substring(SHADED.length()).split("/")[0])
                .collect(Collectors.toSet());

        assertThat(carried).isEqualTo(licences.keySet());
        String listed = text("META-INF/licenses/README.txt");
        assertThat(listed).doesNotContain("${");
        for (Map.Entry<String, String> each : licences.entrySet()) {
            assertThat(listed).containsPattern(SHADED + each.getKey() + " .*" + each.getValue());
            assertThat(text("META-INF/licenses/" + each.getValue())).contains("Copyright");
        }
    }

    private static String text(String name) throws IOException {
        try (JarFile jar = open();
                InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** On the boot class path no HTTP client is visible: it would not link there. */
    @Test
    void theDemoIsAJarWithinTheJar() throws IOException {
        assertThat(names())
                .contains("META-INF/prewarm/prewarm-demo.jar")
                .noneMatch(name -> name.startsWith("dev/prewarm/demo/"));
    }

    @Test
    void onlyPremainIsReadableByJava8() throws IOException {
        try (JarFile jar = open()) {
            for (JarEntry entry : jar.stream()
                    .filter(each -> each.getName().endsWith(".class"))
                    .collect(Collectors.toList())) {
                try (DataInputStream file = new DataInputStream(jar.getInputStream(entry))) {
                    file.readInt();
                    file.readUnsignedShort();
                    int version = file.readUnsignedShort();
                    if (entry.getName().equals(PREMAIN)) {
                        assertThat(version).isEqualTo(JAVA_8);
                    } else {
                        assertThat(version).as(entry.getName()).isLessThanOrEqualTo(JAVA_11);
                    }
                }
            }
        }
    }

    @Test
    void theManifestNamesItsEntriesAndItself() throws IOException {
        try (JarFile jar = open()) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Premain-Class")).isEqualTo("dev.prewarm.agent.PrewarmAgent");
            assertThat(manifest.getValue("Agent-Class")).isEqualTo("dev.prewarm.agent.PrewarmAgent");
            assertThat(manifest.getValue("Main-Class")).isEqualTo("dev.prewarm.agent.cli.Main");
            assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
            assertThat(manifest.getValue("Boot-Class-Path"))
                    .isEqualTo(Child.agentJar().getFileName().toString());
        }
    }

    private static List<String> names() throws IOException {
        try (JarFile jar = open()) {
            return jar.stream().map(JarEntry::getName).collect(Collectors.toList());
        }
    }

    private static JarFile open() throws IOException {
        return new JarFile(Child.agentJar().toFile());
    }
}
