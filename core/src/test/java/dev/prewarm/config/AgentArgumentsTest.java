package dev.prewarm.config;

import static dev.prewarm.config.SettingsReader.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentArgumentsTest {
    private final List<String> warnings = new ArrayList<>();

    private Map<String, String> parse(String text) {
        return AgentArguments.parse(text, warnings);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", ",", " ,, "})
    void mayBeNone(String text) {
        assertThat(parse(text)).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void startAfterACommaBeforeAName() {
        assertThat(parse("max=4,idle=5s")).containsOnly(Map.entry("prewarm.max", "4"), Map.entry("prewarm.idle", "5s"));
    }

    @Test
    void keepAListOfOriginsTogether() {
        assertThat(parse("origins=https://a,https://b;max=4;min=2,auto,http://c,max-total=3,client.jdk=false"))
                .containsOnly(
                        Map.entry("prewarm.origins", "https://a,https://b;max=4;min=2,auto,http://c"),
                        Map.entry("prewarm.max-total", "3"),
                        Map.entry("prewarm.client.jdk", "false"));
        assertThat(warnings).isEmpty();
    }

    @Test
    void mayHaveThePrefixBlanksAndStrayCommas() {
        assertThat(parse(",, prewarm.max =4, , min=1 ,,"))
                .containsOnly(Map.entry("prewarm.max", "4"), Map.entry("prewarm.min", "1"));
        assertThat(warnings).isEmpty();
    }

    @Test
    void keepACommaBeforeAnythingElse() {
        assertThat(parse("config=a,=b")).containsOnly(Map.entry("prewarm.config", "a,=b"));
        assertThat(parse("config=/etc/a,b.properties,max=1"))
                .containsOnly(Map.entry("prewarm.config", "/etc/a,b.properties"), Map.entry("prewarm.max", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"debug", "=4", "https://a.example.com"})
    void warnOfWhatIsNotNameAndValue(String text) {
        assertThat(parse(text + ",max=4")).containsOnly(Map.entry("prewarm.max", "4"));
        assertThat(warnings)
                .containsExactly("agent argument '" + text + "' is not of the form name=value; it is ignored");
    }

    @Test
    void warnOfOneGivenTwiceAndUseTheLast() {
        Settings settings = given().arguments("max=4,prewarm.max=5").read();

        assertThat(settings.shown()).containsEntry("prewarm.max", "5");
        assertThat(settings.warnings())
                .containsExactly("agent argument 'prewarm.max' is given more than once; the last one is used");
    }
}
