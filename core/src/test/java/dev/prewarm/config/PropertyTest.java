package dev.prewarm.config;

import static dev.prewarm.config.SettingsReader.given;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PropertyTest {
    /** The contract, written down a second time. */
    @ParameterizedTest
    @CsvSource({
        "0, prewarm.enabled, PREWARM_ENABLED, true",
        "1, prewarm.config, PREWARM_CONFIG, ''",
        "2, prewarm.origins, PREWARM_ORIGINS, ''",
        "3, prewarm.exclude, PREWARM_EXCLUDE, ''",
        "4, prewarm.min, PREWARM_MIN, 1",
        "5, prewarm.max, PREWARM_MAX, 64",
        "6, prewarm.max-total, PREWARM_MAX_TOTAL, 256",
        "7, prewarm.idle, PREWARM_IDLE, 8s",
        "8, prewarm.keep-warm, PREWARM_KEEP_WARM, 90s",
        "9, prewarm.connect-timeout, PREWARM_CONNECT_TIMEOUT, 2s",
        "10, prewarm.tls, PREWARM_TLS, true",
        "11, prewarm.non-idempotent, PREWARM_NON_IDEMPOTENT, fresh",
        "12, prewarm.client.jdk, PREWARM_CLIENT_JDK, true",
        "13, prewarm.client.okhttp, PREWARM_CLIENT_OKHTTP, true",
        "14, prewarm.client.apache, PREWARM_CLIENT_APACHE, true",
        "15, prewarm.log, PREWARM_LOG, info",
    })
    void isThatOfTheContract(int place, String name, String variable, String defaultText) {
        Property property = Property.all().get(place);

        assertThat(property.propertyName()).isEqualTo(name);
        assertThat(property.environmentName()).isEqualTo(variable);
        assertThat(property.defaultText()).isEqualTo(defaultText);
        assertThat(Property.named(name)).isSameAs(property);
    }

    @Test
    void hasNoMoreThanTheContract() {
        assertThat(Property.all()).hasSize(16);
    }

    @ParameterizedTest
    @EnumSource
    void showsItsDefaultAsItIsWritten(Property property) {
        assertThat(given().read().shown()).containsEntry(property.propertyName(), property.defaultText());
        assertThat(property.description()).isNotBlank();
    }
}
