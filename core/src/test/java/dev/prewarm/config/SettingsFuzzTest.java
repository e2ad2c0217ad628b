package dev.prewarm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the sources hold, reading them ends in settings that can be used. The seed is fixed: a failure repeats. */
class SettingsFuzzTest {
    private static final String[] PIECES = {
        "prewarm.",
        "origins",
        "max",
        "min",
        "idle",
        "enabled",
        "config",
        "client.",
        "client-cert",
        "custom-trust",
        "=",
        "=",
        ",",
        ",",
        ";",
        ":",
        "://",
        "https://",
        "http://",
        "*.",
        "*",
        "auto",
        "example.com",
        "[::1]",
        "[",
        "]",
        "%",
        "@",
        "/",
        "?",
        "#",
        ".",
        "..",
        "-",
        "0",
        "7",
        "99999999999999999999",
        "ms",
        "s",
        "m",
        "true",
        "false",
        "warm",
        " ",
        "\t",
        "\n",
        "\\u00",
        "\\",
        "\0",
        "\ud800",
        "\u00df",
        "\u0130",
        "\u20ac",
        "::",
        "fe80::1%eth0",
        "a",
        "",
    };

    @TempDir
    Path directory;

    private final Random random = new Random(20_261_120);

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            if (random.nextInt(10) == 0) {
                text.append((char) random.nextInt(0x10000));
            } else {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }

    @Test
    void anyValueOfAnyPropertyFromAnySource() {
        for (int i = 0; i < 5_000; i++) {
            SettingsReader reader = SettingsReader.given();
            Property property = Property.all().get(random.nextInt(Property.all().size()));
            reader.property(property.propertyName(), text())
                    .variable(property.environmentName(), text())
                    .property("prewarm." + text(), text())
                    .variable("PREWARM_" + text(), text())
                    .property("prewarm.origins", "https://a;" + text());
            if (random.nextBoolean()) {
                reader.arguments(text());
            }
            assertSane(reader);
        }
    }

    @Test
    void anyArguments() {
        for (int i = 0; i < 5_000; i++) {
            assertSane(SettingsReader.given().arguments("origins=" + text() + "," + text()));
        }
    }

    @Test
    void anyFile() throws IOException {
        Path file = directory.resolve("fuzz.properties");
        for (int i = 0; i < 500; i++) {
            byte[] content = (text() + "\n" + text() + "=" + text()).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0) {
                random.nextBytes(content);
            }
            Files.write(file, content);
            assertSane(SettingsReader.given().property("prewarm.config", file.toString()));
        }
    }

    @Test
    void anyHost() {
        for (int i = 0; i < 5_000; i++) {
            Origin origin = Origin.of(random.nextBoolean(), text(), random.nextInt(70_000) - 1);
            assertThat(origin.toString()).startsWith(origin.scheme() + "://");
            assertThat(Origin.of(origin.isTls(), origin.host(), origin.port())).isEqualTo(origin);
        }
    }

    private void assertSane(SettingsReader reader) {
        Settings settings = reader.read();
        assertThat(reader.enabled()).isEqualTo(settings.enabled());
        assertThat(settings.shown()).hasSize(Property.all().size());
        assertThat(settings.maxTotal()).isNotNegative();
        assertThat(settings.log()).isNotNull();
        for (String warning : settings.warnings()) {
            assertThat(warning).hasSizeLessThan(1_000).doesNotContain("\n", "\r", "\0");
        }
        for (String host : new String[] {"a", "x.example.com", text()}) {
            OriginSettings origin = settings.forOrigin(Origin.of(true, host, 443));
            assertThat(origin.mode()).isNotNull();
            assertThat(origin.min()).isBetween(0, origin.max());
            assertThat(origin.idle()).isPositive();
            assertThat(origin.keepWarm()).isBetween(Duration.ZERO, Duration.ofMillis(Integer.MAX_VALUE));
            assertThat(origin.connectTimeout()).isBetween(Duration.ofMillis(1), Duration.ofMillis(Integer.MAX_VALUE));
            assertThat(origin.nonIdempotent()).isNotNull();
        }
    }
}
