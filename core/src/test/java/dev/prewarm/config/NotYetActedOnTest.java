package dev.prewarm.config;

import static dev.prewarm.config.SettingsReader.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NotYetActedOnTest {
    static List<NotYetActedOn> all() {
        return NotYetActedOn.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isKnownAndToldOnceToWhoeverSetsIt(NotYetActedOn setting) {
        String name = setting.property().propertyName();
        String value = setting.value() == null ? setting.property().defaultText() : setting.value();

        Settings settings = given().property(name, value)
                .variable(setting.property().environmentName(), value)
                .read();

        assertThat(settings.shown()).containsEntry(name, value);
        assertThat(settings.warnings()).containsExactly(setting.warning());
        assertThat(setting.warning()).startsWith(name).contains("is not acted on yet");
    }

    @Test
    void isSilentForEverybodyElse() {
        assertThat(given().arguments(
                                "client.jdk=true,client.okhttp=,client.apache=false,origins=https://auto,exclude=https://b")
                        .read()
                        .warnings())
                .isEmpty();
    }

    @Test
    void isNotToldOnTopOfARefusal() {
        assertThat(given().property("prewarm.client.apache", "maybe").read().warnings())
                .singleElement()
                .asString()
                .contains("neither true nor false");
    }
}
