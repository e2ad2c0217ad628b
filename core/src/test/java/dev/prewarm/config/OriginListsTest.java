package dev.prewarm.config;

import static dev.prewarm.config.SettingsReader.given;
import static dev.prewarm.config.SettingsReader.origins;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginListsTest {
    private static OriginSettings of(Settings settings, String origin) {
        return settings.forOrigin(Origin.parse(origin));
    }

    @Test
    void nameOrigins() {
        Settings settings = origins("https://a, http://b:8080");

        assertThat(of(settings, "https://a").mode()).isEqualTo(Mode.NAMED);
        assertThat(of(settings, "http://b:8080").mode()).isEqualTo(Mode.NAMED);
        assertThat(of(settings, "http://a").mode()).isEqualTo(Mode.OBSERVED);
        assertThat(of(settings, "http://b").mode()).isEqualTo(Mode.OBSERVED);
        assertThat(settings.observesOnly()).isFalse();
        assertThat(settings.origins()).containsExactly("https://a:443", "http://b:8080");
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void carryOptions() {
        Settings settings = origins(
                "https://a;max=4;min=2;idle=5s;keep-warm=2m;client-cert=warm;custom-trust=warm,https://b ; idle = 300 ;;max=;");

        OriginSettings a = of(settings, "https://a");
        assertThat(a.max()).isEqualTo(4);
        assertThat(a.min()).isEqualTo(2);
        assertThat(a.idle()).isEqualTo(Duration.ofSeconds(5));
        assertThat(a.idleGiven()).isTrue();
        assertThat(a.keepWarm()).isEqualTo(Duration.ofMinutes(2));
        assertThat(a.clientCertWarm()).isTrue();
        assertThat(a.customTrustWarm()).isTrue();
        OriginSettings b = of(settings, "https://b");
        assertThat(b.max()).isEqualTo(64);
        assertThat(b.idle()).isEqualTo(Duration.ofMillis(300));
        assertThat(b.clientCertWarm()).isFalse();
        assertThat(b.customTrustWarm()).isFalse();
        assertThat(settings.origins())
                .containsExactly(
                        "https://a:443;max=4;min=2;idle=5s;keep-warm=2m;client-cert=warm;custom-trust=warm",
                        "https://b:443;idle=300ms");
        assertThat(settings.warnings()).isEmpty();
        assertThat(of(settings, "https://c").idleGiven()).isFalse();
    }

    @Test
    void fallBackToGlobalValues() {
        Settings settings = given().arguments("origins=https://a;min=3,max=10,idle=3s,non-idempotent=cold,tls=false")
                .read();

        OriginSettings a = of(settings, "https://a");
        assertThat(a.min()).isEqualTo(3);
        assertThat(a.max()).isEqualTo(10);
        assertThat(a.idle()).isEqualTo(Duration.ofSeconds(3));
        assertThat(a.idleGiven()).isTrue();
        assertThat(a.nonIdempotent()).isEqualTo(NonIdempotent.COLD);
        assertThat(a.tls()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://x.example.com, 1",
        "https://x.y.example.com, 1",
        "https://x.deep.example.com, 2",
        "https://y.x.deep.example.com, 2",
        "https://one.deep.example.com, 3",
        "https://deep.example.com, 1",
        "https://example.com, 64",
        "https://notexample.com, 64",
        "https://x.example.com:8443, 64",
        "http://x.example.com, 64",
        "https://x.example.com., 1",
        "https://[::1], 64",
    })
    void letTheMostSpecificWin(String origin, int max) {
        Settings settings = origins(
                "https://one.deep.example.com;max=3,https://*.example.com;max=1," + "https://*.deep.example.com;max=2");

        assertThat(of(settings, origin).max()).isEqualTo(max);
        assertThat(of(settings, origin).mode()).isEqualTo(max == 64 ? Mode.OBSERVED : Mode.NAMED);
    }

    @Test
    void excludeBeforeAll() {
        Settings settings = given().property("prewarm.origins", "https://one.example.com,auto")
                .property("prewarm.exclude", "https://*.example.com,, http://[::1]:81")
                .read();

        assertThat(of(settings, "https://one.example.com").mode()).isEqualTo(Mode.EXCLUDED);
        assertThat(of(settings, "http://[0::1]:81").mode()).isEqualTo(Mode.EXCLUDED);
        assertThat(of(settings, "https://example.com").mode()).isEqualTo(Mode.AUTO);
        assertThat(settings.shown()).containsEntry("prewarm.exclude", "https://*.example.com:443,http://[::1]:81");
    }

    @Test
    void excludeWithoutNaming() {
        Settings settings = given().property("prewarm.exclude", "https://a").read();

        assertThat(of(settings, "https://a").mode()).isEqualTo(Mode.EXCLUDED);
        assertThat(settings.observesOnly()).isTrue();
    }

    @Test
    void knowAuto() {
        Settings settings = origins("AUTO,https://a");

        assertThat(of(settings, "https://a").mode()).isEqualTo(Mode.NAMED);
        assertThat(of(settings, "https://b").mode()).isEqualTo(Mode.AUTO);
        assertThat(settings.origins()).containsExactly("auto", "https://a:443");
        assertThat(settings.observesOnly()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "https://a/path",
                "https://joe@a",
                "https://*",
                "https://*.",
                "https://a.*.com",
                "https://a*.com",
                "https://*.*.com",
                "https://*.[::1]",
                "*.example.com",
                "*://a",
                "https://a:0",
            })
    void ignoreABadEntryAlone(String bad) {
        Settings settings = origins("https://a," + bad + ",https://b");

        assertThat(settings.shown()).containsEntry("prewarm.origins", "https://a:443,https://b:443");
        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .startsWith("prewarm.origins (system property): '" + bad.replace("joe", "***") + "' is not an origin: ")
                .endsWith("; this entry is ignored");
    }

    /** Separated by a bar: what is excluded instead, and origins that are. */
    @ParameterizedTest
    @CsvSource({
        "legacy.example.com, legacy.example.com, https://legacy.example.com:8443|http://legacy.example.com",
        "Legacy.example.com.:8443, legacy.example.com, https://legacy.example.com",
        "htps://a.example.com, a.example.com, https://a.example.com|http://a.example.com:81",
        "https:/a.example.com, a.example.com, https://a.example.com",
        "//a.example.com/x, a.example.com, https://a.example.com",
        "https://a.example.com/path?x#y, a.example.com, https://a.example.com",
        "https://joe@a.example.com, a.example.com, https://a.example.com",
        "https://a.example.com:99999, a.example.com, https://a.example.com",
        "http://::1, ::1, http://[::1]:8080",
        "http://[::1]:x, ::1, http://[::1]:8080",
        "'https://a.example.com https://b.example.com', 'a.example.com, b.example.com', https://b.example.com",
        "https://*.example.com:x, *.example.com, https://a.example.com|http://b.a.example.com:1",
        "https://api*.example.com, *.example.com, https://api2.example.com",
        "https://stra\u00dfe.example.com, *.example.com, https://xn--strae-oqa.example.com|https://strasse.example.com",
        "https://*, *, https://a|http://[::1]:81",
    })
    void excludeWhatCanBeReadOfABadEntry(String bad, String read, String origins) {
        Settings settings = given().property("prewarm.origins", "auto")
                .property("prewarm.exclude", "https://z," + bad)
                .read();

        for (String origin : origins.split("[|]")) {
            assertThat(of(settings, origin).mode()).as(origin).isEqualTo(Mode.EXCLUDED);
        }
        if (!read.equals("*")) {
            assertThat(of(settings, "https://example.com").mode()).isEqualTo(Mode.AUTO);
            assertThat(of(settings, "https://other.example").mode()).isEqualTo(Mode.AUTO);
        }
        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .startsWith("prewarm.exclude (system property): '" + bad.replace("joe", "***") + "' is not an origin: ")
                .endsWith("; excluded instead, with any scheme and port: " + read);
        assertThat(settings.shown())
                .containsEntry("prewarm.exclude", "https://z:443," + String.join(",", read.split(", ")));
    }

    @Test
    void excludeWhatIsSeparatedAsOptionsAre() {
        Settings settings = given().property("prewarm.origins", "auto")
                .property("prewarm.exclude", "https://a;https://b;c")
                .read();

        assertThat(of(settings, "https://b").mode()).isEqualTo(Mode.EXCLUDED);
        assertThat(of(settings, "http://c:81").mode()).isEqualTo(Mode.EXCLUDED);
    }

    @Test
    void sayThatNothingCanBeReadInABadExclusion() {
        assertThat(given().property("prewarm.exclude", "???").read().warnings())
                .singleElement()
                .asString()
                .endsWith("; no host can be read in it, nothing is excluded by it");
    }

    /** It may be one that is excluded. */
    @ParameterizedTest
    @ValueSource(strings = {"010.0.0.1", "0x7f.1", "stra\u00dfe.example", "a b", "a..b", "a%41", ""})
    void leaveAHostAloneThatMayBeWrittenInSeveralWays(String host) {
        Settings settings = origins("auto,https://*.example,https://10.0.0.1");

        assertThat(settings.forOrigin(Origin.of(true, host, 443)).mode()).isEqualTo(Mode.EXCLUDED);
    }

    @Test
    void observeOnlyIfNoEntryIsGood() {
        assertThat(origins("nonsense").observesOnly()).isTrue();
        assertThat(origins(" , ;, ").observesOnly()).isTrue();
        assertThat(origins(" , ;, ").warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "max=-1, 'max=''-1'' is not a whole number from 0 to 2147483647; using 64'",
        "idle=soon, 'idle=''soon'' is not a duration such as 500ms, 8s or 2m; using 8s'",
        "idle=0, 'idle=''0'' is not more than 0; using 8s'",
        "mxa=1, 'option ''mxa'' is unknown and ignored; did you mean max?'",
        "keepwarm=1, 'option ''keepwarm'' is unknown and ignored; did you mean keep-warm?'",
        "clientcert=warm, 'option ''clientcert'' is unknown and ignored; did you mean client-cert?'",
        "tls=false, 'option ''tls'' is unknown and ignored'",
        "client-cert, 'option ''client-cert'' has no value and is ignored'",
        "client-cert=yes, "
                + "'client-cert=''yes'' is not warm; warm connections with a client certificate are not used'",
        "custom-trust=yes, "
                + "'custom-trust=''yes'' is not warm; TLS is not done ahead where the application has its own"
                + " trust managers'",
        "custom_trust=warm, 'option ''custom_trust'' is unknown and ignored; did you mean custom-trust?'",
    })
    void ignoreABadOptionAlone(String option, String complaint) {
        Settings settings = origins("https://a;min=2;" + option + ";keep-warm=1m");

        assertThat(settings.warnings())
                .containsExactly("prewarm.origins (system property), https://a:443: " + complaint);
        assertThat(settings.origins()).containsExactly("https://a:443;min=2;keep-warm=1m");
        assertThat(of(settings, "https://a").clientCertWarm()).isFalse();
        assertThat(of(settings, "https://a").customTrustWarm()).isFalse();
    }

    @Test
    void letTheLastOfTwoWin() {
        Settings settings = origins("https://a;max=1,https://b,HTTPS://A:443;max=2");

        assertThat(of(settings, "https://a").max()).isEqualTo(2);
        assertThat(settings.origins()).containsExactly("https://a:443;max=2", "https://b:443");
        assertThat(settings.warnings())
                .containsExactly("prewarm.origins (system property), https://a:443: given more than once;"
                        + " the last one is used");
    }

    @Test
    void doNotTakeAWildcardForItsDomain() {
        assertThat(origins("https://example.com,https://*.example.com").warnings())
                .isEmpty();
    }

    @Test
    void lowerMinToMax() {
        Settings settings = origins("https://a;min=5;max=2");

        assertThat(of(settings, "https://a").min()).isEqualTo(2);
        assertThat(settings.origins()).containsExactly("https://a:443;max=2;min=2");
        assertThat(settings.warnings())
                .containsExactly(
                        "prewarm.origins (system property), https://a:443: min=5 is more than max=2; using min=2");
    }

    @Test
    void lowerAGlobalMinToAnOriginsMax() {
        Settings settings = given().arguments("min=3,origins=https://a;max=2").read();

        assertThat(of(settings, "https://a").min()).isEqualTo(2);
        assertThat(of(settings, "https://b").min()).isEqualTo(3);
        assertThat(settings.warnings()).hasSize(1);
    }

    @Test
    void takeMaxZeroAsNamedButNotWarmed() {
        Settings settings = given().arguments("min=3,origins=https://a;max=0").read();

        assertThat(of(settings, "https://a").mode()).isEqualTo(Mode.NAMED);
        assertThat(of(settings, "https://a").max()).isZero();
        assertThat(of(settings, "https://a").min()).isZero();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void warnOfContradictoryMaxZero() {
        assertThat(origins("https://a;min=1;max=0").warnings()).hasSize(1);
    }

    @Test
    void allowMaxAboveMaxTotal() {
        assertThat(given().arguments("max-total=1,origins=https://a;max=9")
                        .read()
                        .warnings())
                .isEmpty();
    }

    @Test
    void warnOfOptionsThatMeanNothing() {
        Settings excluding =
                given().property("prewarm.exclude", "https://a;max=1").read();
        assertThat(of(excluding, "https://a").mode()).isEqualTo(Mode.EXCLUDED);
        assertThat(excluding.warnings())
                .containsExactly("prewarm.exclude (system property): the options in 'https://a;max=1' have no"
                        + " effect there and are ignored");

        Settings auto = origins("auto;max=1");
        assertThat(of(auto, "https://a").mode()).isEqualTo(Mode.AUTO);
        assertThat(auto.warnings().get(0)).contains("'auto;max=1' have no effect");
    }

    @Test
    void cannotExcludeAuto() {
        assertThat(given().property("prewarm.exclude", "auto").read().warnings())
                .singleElement()
                .asString()
                .contains("'auto' is not an origin");
    }
}
