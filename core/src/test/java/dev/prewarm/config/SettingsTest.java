package dev.prewarm.config;

import static dev.prewarm.config.SettingsReader.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Origin ANY = Origin.of(true, "any.example.com", 443);

    @Test
    void hasTheContractsDefaults() {
        Settings settings = given().read();

        assertThat(settings.enabled()).isTrue();
        assertThat(settings.clientEnabled("jdk")).isTrue();
        assertThat(settings.clientEnabled("okhttp")).isTrue();
        assertThat(settings.clientEnabled("apache")).isTrue();
        assertThat(settings.maxTotal()).isEqualTo(256);
        assertThat(settings.log()).isEqualTo(LogLevel.INFO);
        assertThat(settings.observesOnly()).isTrue();
        assertThat(settings.origins()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        OriginSettings any = settings.forOrigin(ANY);
        assertThat(any.mode()).isEqualTo(Mode.OBSERVED);
        assertThat(any.min()).isEqualTo(1);
        assertThat(any.max()).isEqualTo(64);
        assertThat(any.idle()).isEqualTo(Duration.ofSeconds(8));
        assertThat(any.idleGiven()).isFalse();
        assertThat(any.keepWarm()).isEqualTo(Duration.ofSeconds(90));
        assertThat(any.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(any.tls()).isTrue();
        assertThat(any.nonIdempotent()).isEqualTo(NonIdempotent.FRESH);
        assertThat(any.clientCertWarm()).isFalse();
        assertThat(any.customTrustWarm()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "prewarm.enabled, FALSE, false",
        "prewarm.enabled, ' True ', true",
        "prewarm.config, '', ''",
        "prewarm.origins, 'HTTPS://A , ,auto,', 'https://a:443,auto'",
        "prewarm.exclude, http://*.Internal, http://*.internal:80",
        "prewarm.min, 0, 0",
        "prewarm.max, 007, 7",
        "prewarm.max-total, 2147483647, 2147483647",
        "prewarm.idle, 500ms, 500ms",
        "prewarm.idle, ' 1500 ', 1500ms",
        "prewarm.idle, 60s, 1m",
        "prewarm.idle, 2000, 2s",
        "prewarm.keep-warm, 2m, 2m",
        "prewarm.keep-warm, 0, 0s",
        "prewarm.connect-timeout, 2147483647, 2147483647ms",
        "prewarm.tls, false, false",
        "prewarm.non-idempotent, COLD, cold",
        "prewarm.non-idempotent, warm, warm",
        "prewarm.client.jdk, false, false",
        "prewarm.client.okhttp, false, false",
        "prewarm.client.apache, false, false",
        "prewarm.log, Trace, trace",
        "prewarm.max, '  ', 64",
        "prewarm.tls, '', true",
    })
    void acceptsFromEverySource(String name, String value, String shown) {
        String variable = Property.named(name).environmentName();
        String argument = name.substring("prewarm.".length()) + "=" + value;

        assertAccepted(given().property(name, value), name, shown);
        assertAccepted(given().variable(variable, value), name, shown);
        assertAccepted(given().arguments(argument), name, shown);
        assertAccepted(given().arguments("prewarm." + argument), name, shown);
    }

    private static void assertAccepted(SettingsReader reader, String name, String shown) {
        Settings settings = reader.read();
        assertThat(settings.shown()).containsEntry(name, shown);
        assertThat(settings.warnings()).allMatch(warning -> warning.contains("not acted on yet"));
    }

    @ParameterizedTest
    @CsvSource({
        "prewarm.enabled, yes, true",
        "prewarm.enabled, 0, true",
        "prewarm.min, -1, 1",
        "prewarm.max, -4, 64",
        "prewarm.max, +4, 64",
        "prewarm.max, 4.5, 64",
        "prewarm.max, many, 64",
        "prewarm.max, \u0664, 64",
        "prewarm.max-total, 2147483648, 256",
        "prewarm.max-total, 99999999999999999999999, 256",
        "prewarm.idle, -1s, 8s",
        "prewarm.idle, 0, 8s",
        "prewarm.idle, 1h, 8s",
        "prewarm.idle, 1 s, 8s",
        "prewarm.idle, 1S, 8s",
        "prewarm.idle, s, 8s",
        "prewarm.idle, 1.5s, 8s",
        "prewarm.idle, PT5S, 8s",
        "prewarm.keep-warm, 2147483648, 90s",
        "prewarm.keep-warm, 35792m, 90s",
        "prewarm.keep-warm, 99999999999999999999999m, 90s",
        "prewarm.connect-timeout, 0ms, 2s",
        "prewarm.tls, no, true",
        "prewarm.non-idempotent, hot, fresh",
        "prewarm.client.jdk, off, true",
        "prewarm.client.okhttp, off, true",
        "prewarm.client.apache, off, true",
        "prewarm.log, loud, info",
    })
    void refusesWithOneWarningAndUsesTheDefault(String name, String value, String used) {
        String variable = Property.named(name).environmentName();
        String argument = name.substring("prewarm.".length()) + "=" + value;

        assertRefused(given().property(name, value), name, value, "(system property)", used);
        assertRefused(given().variable(variable, value), name, value, "(environment variable " + variable + ")", used);
        assertRefused(given().arguments(argument), name, value, "(agent argument)", used);
    }

    private static void assertRefused(SettingsReader reader, String name, String value, String from, String used) {
        Settings settings = reader.read();
        assertThat(settings.shown()).containsEntry(name, used);
        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .startsWith(name + "='" + value + "' " + from + " is ")
                .endsWith("; using " + used);
    }

    @Test
    void fallsBackToTheDefaultAndNotToAWeakerSource() {
        Settings settings = given().property("prewarm.max", "many")
                .variable("PREWARM_MAX", "3")
                .read();

        assertThat(settings.forOrigin(ANY).max()).isEqualTo(64);
        assertThat(settings.warnings()).hasSize(1);
    }

    @Test
    void keepsAWarningOnOneLineOfBearableLength() {
        Settings settings = given().property("prewarm.max", "1\r\n\u001b[31m" + "x".repeat(10_000))
                .read();

        assertThat(settings.warnings()).singleElement().asString().hasSizeLessThan(400);
        assertThat(settings.warnings().get(0))
                .startsWith("prewarm.max='1???[31mxxx")
                .contains("xxx...'");
    }

    @Test
    void prefersArgumentsThenSystemPropertiesThenTheEnvironment() {
        SettingsReader all = given().variable("PREWARM_MAX", "3");
        assertThat(all.read().forOrigin(ANY).max()).isEqualTo(3);
        all.property("prewarm.max", "4");
        assertThat(all.read().forOrigin(ANY).max()).isEqualTo(4);
        all.arguments("max=5");
        assertThat(all.read().forOrigin(ANY).max()).isEqualTo(5);
    }

    @Test
    void takesAnEmptyValueForTheDefaultWhateverWeakerSourcesSay() {
        Settings settings =
                given().property("prewarm.max", "").variable("PREWARM_MAX", "3").read();

        assertThat(settings.forOrigin(ANY).max()).isEqualTo(64);
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void carriesGlobalValuesToEveryOrigin() {
        Settings settings = given().arguments("min=2,max=3,idle=1s,keep-warm=3s,connect-timeout=4s,tls=false,"
                        + "non-idempotent=warm,max-total=1,log=debug,client.jdk=false,enabled=false")
                .read();

        OriginSettings any = settings.forOrigin(ANY);
        assertThat(any.min()).isEqualTo(2);
        assertThat(any.max()).isEqualTo(3);
        assertThat(any.idle()).isEqualTo(Duration.ofSeconds(1));
        assertThat(any.idleGiven()).isTrue();
        assertThat(any.keepWarm()).isEqualTo(Duration.ofSeconds(3));
        assertThat(any.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(any.tls()).isFalse();
        assertThat(any.nonIdempotent()).isEqualTo(NonIdempotent.WARM);
        assertThat(settings.maxTotal()).isEqualTo(1);
        assertThat(settings.log()).isEqualTo(LogLevel.DEBUG);
        assertThat(settings.clientEnabled("jdk")).isFalse();
        assertThat(settings.enabled()).isFalse();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void doesNotCountARefusedIdleAsGiven() {
        assertThat(given().property("prewarm.idle", "long")
                        .read()
                        .forOrigin(ANY)
                        .idleGiven())
                .isFalse();
    }

    @Test
    void lowersMinToMax() {
        Settings settings = given().arguments("min=5,max=2").read();

        assertThat(settings.forOrigin(ANY).min()).isEqualTo(2);
        assertThat(settings.shown()).containsEntry("prewarm.min", "2");
        assertThat(settings.warnings())
                .containsExactly("prewarm.min='5' (agent argument) is more than prewarm.max=2; using 2");
    }

    @Test
    void takesMaxZeroAsNotWarmedWithoutComplaintAboutTheDefaultMin() {
        Settings settings = given().arguments("max=0").read();

        assertThat(settings.forOrigin(ANY).min()).isZero();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void showsAllInTheContractsOrder() {
        ArrayList<String> names = new ArrayList<>();
        for (Property property : Property.all()) {
            names.add(property.propertyName());
        }

        assertThat(given().read().shown().keySet()).containsExactlyElementsOf(names);
    }

    @Test
    void canBeReadFromWhatItShows() {
        Settings settings = given().arguments("origins=https://a;idle=2500;client-cert=warm,auto,exclude=http://b")
                .read();
        SettingsReader again = given();
        again.systemProperties.putAll(settings.shown());

        assertThat(again.read().shown()).isEqualTo(settings.shown());
    }

    @Test
    void isImmutable() {
        Settings settings = SettingsReader.origins("https://a");

        assertThatThrownBy(() -> settings.origins().add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> settings.shown().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> settings.warnings().add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Property.all().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void knowsNoOtherClient() {
        assertThatThrownBy(() -> given().read().clientEnabled("netty")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheSameInTurkish() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("tr", "TR"));
            Settings settings = given().property("prewarm.log", "INFO")
                    .property("prewarm.non-idempotent", "fresh")
                    .read();
            assertThat(settings.warnings()).isEmpty();
            assertThat(settings.shown()).containsEntry("prewarm.log", "info");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", " false ", "true", "nein", ""})
    void asksTheCheapQuestionWithTheSameAnswer(String value) {
        boolean expected = !value.strip().equalsIgnoreCase("false");
        SettingsReader byProperty = given().property("prewarm.enabled", value);
        SettingsReader byVariable = given().variable("PREWARM_ENABLED", value);
        SettingsReader byArgument =
                given().variable("PREWARM_ENABLED", "" + !expected).arguments("enabled=" + value);

        for (SettingsReader reader : new SettingsReader[] {byProperty, byVariable, byArgument}) {
            assertThat(reader.enabled()).isEqualTo(expected);
            assertThat(reader.read().enabled()).isEqualTo(expected);
        }
    }
}
