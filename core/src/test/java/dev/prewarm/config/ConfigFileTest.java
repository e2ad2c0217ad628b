package dev.prewarm.config;

import static dev.prewarm.config.SettingsReader.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    private static final Origin ANY = Origin.of(true, "any.example.com", 443);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("prewarm.properties");
    }

    private SettingsReader file(String content) throws IOException {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    private SettingsReader file(byte[] content) throws IOException {
        Files.write(file, content);
        return named(file.toString());
    }

    private static SettingsReader named(String path) {
        return given().property("prewarm.config", path);
    }

    @Test
    void isNamedByAnySource() throws IOException {
        file("prewarm.max=3");

        assertThat(named(" " + file + " ").read().forOrigin(ANY).max()).isEqualTo(3);
        assertThat(given().variable("PREWARM_CONFIG", file.toString())
                        .read()
                        .forOrigin(ANY)
                        .max())
                .isEqualTo(3);
        assertThat(given().arguments("log=warn,config=" + file)
                        .read()
                        .forOrigin(ANY)
                        .max())
                .isEqualTo(3);
    }

    @Test
    void mayBeHandWritten() throws IOException {
        Settings settings = file("\uFEFF# caf\u00e9\r\n\r\nprewarm.origins = https://a,\\\r\n   https://b \r\n"
                        + "max: 3\nclient.jdk=false\nprewarm.idle=\n")
                .read();

        assertThat(settings.origins()).containsExactly("https://a:443", "https://b:443");
        assertThat(settings.forOrigin(ANY).max()).isEqualTo(3);
        assertThat(settings.clientEnabled("jdk")).isFalse();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void isReadAsUtf8() throws IOException {
        assertThat(file("prewarm.max=\u20ac").read().warnings().get(0)).contains("'\u20ac'");
    }

    @Test
    void givesWayToEverythingElse() throws IOException {
        SettingsReader reader = file("prewarm.max=3").variable("PREWARM_MAX", "4");
        assertThat(reader.read().forOrigin(ANY).max()).isEqualTo(4);
    }

    /** Of several names, as a hash table decides in which order they come. */
    @ParameterizedTest
    @ValueSource(strings = {"min", "max", "max-total"})
    void prefersThePrefixedName(String name) throws IOException {
        assertThat(file("prewarm." + name + "=3\n" + name + "=4").read().shown())
                .containsEntry("prewarm." + name, "3");
        assertThat(file(name + "=4\nprewarm." + name + "=3").read().shown()).containsEntry("prewarm." + name, "3");
    }

    @Test
    void isNamedInTheWarning() throws IOException {
        assertThat(file("prewarm.max=many").read().warnings())
                .containsExactly("prewarm.max='many' (file '" + file
                        + "') is not a whole number from 0 to 2147483647; using 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prewarm.orgins=x", "orgins=x"})
    void isCheckedForUnknownNames(String line) throws IOException {
        assertThat(file(line).read().warnings())
                .containsExactly("'prewarm.orgins' in file '" + file
                        + "' is unknown and ignored; did you mean prewarm.origins?");
    }

    @Test
    void cannotNameAnother() throws IOException {
        assertThat(file("prewarm.config=/etc/other\nmax=3").read().warnings())
                .containsExactly("prewarm.config in file '" + file + "' is ignored: only one file is read");
    }

    @Test
    void mayBeMissing() {
        assertUnused(named(file.toString()), "can't be read: 'no such file'");
        assertUnused(named("a\0b"), "can't be read: 'no such file'");
    }

    @Test
    void mayBeADirectory() {
        assertUnused(named(directory.toString()), "can't be read: 'a directory'");
    }

    @Test
    void mayBeADevice() {
        assertUnused(named("/dev/zero"), "can't be read: ");
    }

    @Test
    void mayBeEndless() throws IOException {
        assertUnused(file(new byte[(1 << 20) + 1]), "can't be read: 'longer than 1 MiB'");
    }

    @Test
    void mayBeBinary() throws IOException {
        assertUnused(file("prewarm.max=3\0"), "is not text in UTF-8");
        assertUnused(file(new byte[] {'m', 'a', 'x', '=', (byte) 0xff}), "is not text in UTF-8");
    }

    @Test
    void mayHaveAMalformedEscape() throws IOException {
        assertUnused(file("prewarm.config=C:\\users\\joe"), "is not a properties file: ");
    }

    private static void assertUnused(SettingsReader reader, String why) {
        Settings settings = reader.property("prewarm.log", "debug").read();
        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .startsWith("prewarm.config='")
                .contains("' (system property) " + why)
                .endsWith("; no file is used");
        assertThat(settings.forOrigin(ANY).max()).isEqualTo(64);
        assertThat(settings.log()).isEqualTo(LogLevel.DEBUG);
        assertThat(reader.enabled()).isTrue();
    }

    @Test
    void canSwitchTheAgentOff() throws IOException {
        assertThat(file("prewarm.enabled=false").enabled()).isFalse();
        assertThat(file("prewarm.enabled=false").read().enabled()).isFalse();
        assertThat(file("prewarm.enabled=false")
                        .variable("PREWARM_ENABLED", "true")
                        .enabled())
                .isTrue();
    }
}
