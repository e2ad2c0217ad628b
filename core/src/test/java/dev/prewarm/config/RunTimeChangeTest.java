package dev.prewarm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTimeChangeTest {
    private static final Origin A = Origin.parse("http://a.example.com");
    private static final Origin B = Origin.parse("https://b.example.com");
    private static final String BY = "by attach at 14:03";

    @Test
    void enabledTakesBackEverythingAndUndoesIt() {
        Withdrawal off = after("enabled=false", Withdrawal.NOTHING);
        assertThat(off.isAll()).isTrue();
        assertThat(off.by(A)).isEqualTo(BY);
        assertThat(off.allBy()).isEqualTo(BY);

        Withdrawal on = after("enabled=true", off);
        assertThat(on.isAll()).isFalse();
        assertThat(on.by(A)).isNull();
    }

    @Test
    void excludeTakesBackSomeOriginsAndReplacesOthers() {
        Withdrawal a = after("exclude=http://a.example.com", Withdrawal.NOTHING);
        assertThat(a.by(A)).isEqualTo(BY);
        assertThat(a.by(B)).isNull();
        assertThat(a.isAll()).isFalse();

        Withdrawal both = after("exclude=http://a.example.com,https://*.example.com", a);
        assertThat(both.by(A)).isEqualTo(BY);
        assertThat(both.by(B)).isEqualTo(BY);

        Withdrawal b = after("exclude=https://b.example.com", both);
        assertThat(b.by(A)).isNull();
        assertThat(after("exclude=", b).by(B)).isNull();
    }

    @Test
    void whatIsExcludedStaysSoWhenAllIsEnabledAgain() {
        Withdrawal off = after("enabled=false,exclude=http://a.example.com", Withdrawal.NOTHING);
        assertThat(off.by(B)).isEqualTo(BY);

        Withdrawal on = after("enabled=true", off);
        assertThat(on.by(A)).isEqualTo(BY);
        assertThat(on.by(B)).isNull();
    }

    @Test
    void theSettingsInForceShowIt() {
        Map<String, String> given =
                Map.of("prewarm.enabled", "true", "prewarm.exclude", "http://x:80", "prewarm.max", "4");
        assertThat(Withdrawal.NOTHING.shownIn(given)).isEqualTo(given);
        assertThat(after("enabled=false,exclude=http://a.example.com", Withdrawal.NOTHING)
                        .shownIn(given))
                .isEqualTo(Map.of(
                        "prewarm.enabled",
                        "false",
                        "prewarm.exclude",
                        "http://x:80,http://a.example.com:80",
                        "prewarm.max",
                        "4"));
        assertThat(after("exclude=http://a.example.com", Withdrawal.NOTHING).shownIn(Map.of("prewarm.exclude", "")))
                .containsEntry("prewarm.exclude", "http://a.example.com:80");
    }

    @Test
    void anOriginThatIsNoneIsSaidAndExcludesItsHost() {
        RunTimeChange change = RunTimeChange.of("exclude=a.example.com");
        assertThat(change.obstacle()).isNull();
        assertThat(change.from(Withdrawal.NOTHING, BY).by(A)).isEqualTo(BY);
        assertThat(change.warnings())
                .singleElement()
                .asString()
                .contains("'a.example.com' is not an origin", "excluded instead");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max=4 | max can't be changed while the agent runs: only enabled and exclude can",
                "enabled=false,origins=http://a | origins can't be changed while the agent runs: only enabled and exclude can",
                "no-such=1 | no-such can't be changed while the agent runs: only enabled and exclude can",
                "enabled=maybe | enabled='maybe' is neither true nor false",
                "enabled= | enabled='' is neither true nor false",
                "enabled | agent argument 'enabled' is not of the form name=value; it is ignored"
            })
    void anythingElseIsRefused(String arguments, String why) {
        assertThat(RunTimeChange.of(arguments).obstacle()).isEqualTo(why);
    }

    @Test
    void nothingIsAskedForByNothing() {
        assertThat(RunTimeChange.of(null).isEmpty()).isTrue();
        assertThat(RunTimeChange.of("").isEmpty()).isTrue();
        assertThat(RunTimeChange.of("enabled=true").isEmpty()).isFalse();
        assertThat(RunTimeChange.of("exclude=").isOfOrigins()).isTrue();
    }

    private static Withdrawal after(String arguments, Withdrawal before) {
        RunTimeChange change = RunTimeChange.of(arguments);
        assertThat(change.obstacle()).isNull();
        return change.from(before, BY);
    }
}
