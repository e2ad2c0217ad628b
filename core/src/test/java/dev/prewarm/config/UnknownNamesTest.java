package dev.prewarm.config;

import static dev.prewarm.config.SettingsReader.given;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownNamesTest {
    @ParameterizedTest
    @CsvSource({
        "origin, origins",
        "orgins, origins",
        "idel, idle",
        "maxTotal, max-total",
        "max_total, max-total",
        "MAX, max",
        "mix, min",
        "exclud, exclude",
        "keepwarm, keep-warm",
        "connection-timeout, connect-timeout",
        "clients.jdk, client.jdk",
        "client.okhttp3, client.okhttp",
        "logs, log",
    })
    void areToldTheNearest(String name, String nearest) {
        assertThat(given().property("prewarm." + name, "x").read().warnings())
                .containsExactly("system property 'prewarm." + name + "' is unknown and ignored; did you mean prewarm."
                        + nearest + "?");
        assertThat(given().arguments(name + "=x").read().warnings())
                .containsExactly("agent argument '" + name + "' is unknown and ignored; did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "foo", "colour", "timeout", ""})
    void areToldNothingWhereNothingIsNear(String name) {
        assertThat(given().property("prewarm." + name, "x").read().warnings())
                .containsExactly("system property 'prewarm." + name + "' is unknown and ignored");
    }

    @Test
    void areOnlyOurs() {
        assertThat(given().property("java.home", "/x")
                        .property("prewarmer.max", "1")
                        .variable("PATH", "/bin")
                        .variable("MAX", "1")
                        .read()
                        .warnings())
                .isEmpty();
    }

    /** What Kubernetes sets for Services named prewarm, prewarm-agent and prewarm-metrics. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PREWARM_SERVICE_HOST",
                "PREWARM_SERVICE_PORT",
                "PREWARM_SERVICE_PORT_HTTP",
                "PREWARM_PORT",
                "PREWARM_PORT_80_TCP",
                "PREWARM_PORT_80_TCP_ADDR",
                "PREWARM_PORT_80_TCP_PORT",
                "PREWARM_PORT_80_TCP_PROTO",
                "PREWARM_AGENT_SERVICE_HOST",
                "PREWARM_METRICS_PORT_443_TCP",
                "PREWARM_",
                "PREWARM_TIMEOUT",
            })
    void ofTheEnvironmentAreSilent(String name) {
        assertThat(given().variable(name, "tcp://10.0.0.1:80").read().warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PREWARM_ORIGIN, PREWARM_ORIGINS",
        "PREWARM_ORIGNS_, PREWARM_ORIGINS",
        "PREWARM_MAXTOTAL, PREWARM_MAX_TOTAL",
        "PREWARM_CLIENT_OKHTP, PREWARM_CLIENT_OKHTTP",
        "PREWARM_max, PREWARM_MAX",
    })
    void ofTheEnvironmentAreTold(String name, String nearest) {
        assertThat(given().variable(name, "1").read().warnings())
                .containsExactly(
                        "environment variable '" + name + "' is unknown and ignored; did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "abc, abc, 0",
        "abc, ABC, 0",
        "abc, ab, 1",
        "abc, acb, 1",
        "abc, xbz, 2",
        "kitten, sitting, 3"
    })
    void areAsFarAsLettersDiffer(String one, String other, int distance) {
        assertThat(Spelling.distance(one, other)).isEqualTo(distance);
    }

    @Test
    void ofAnyLengthCostNothing() {
        assertThat(given().property("prewarm." + "x".repeat(1_000_000), "1")
                        .read()
                        .warnings())
                .hasSize(1);
    }
}
