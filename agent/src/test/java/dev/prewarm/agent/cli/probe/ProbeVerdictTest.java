package dev.prewarm.agent.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.prewarm.agent.cli.probe.Beside.Outcome;
import dev.prewarm.agent.cli.probe.ProbeVerdict.Kind;
import dev.prewarm.config.Origin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From facts to verdict, text and JSON. */
class ProbeVerdictTest {
    private final ProbeFacts facts =
            new ProbeFacts(Origin.parse("https://legacy.example.com"), List.of("192.0.2.1", "192.0.2.2"));

    {
        facts.asked = "192.0.2.1";
        facts.tlsVersion = "TLSv1.3";
        facts.tries = tries(20, 40, 200, null, Closing.HEADER, Closing.HEADER, Closing.HEADER);
        facts.beside = List.of(new Beside(1, Outcome.SERVED, 81, ""), new Beside(3, Outcome.SERVED, 83, ""));
        facts.patienceMillis = 12_000;
    }

    @Test
    void whatClosesIsToBeWarmed() {
        ProbeVerdict verdict = ProbeVerdict.of(facts);
        assertThat(verdict.kind).isEqualTo(Kind.WARM);
        assertThat(verdict.savedMillis).isEqualTo(60);
        assertThat(verdict.reason).isEqualTo("each request would save 60.0 ms of 80.0 ms to its first byte");
        assertThat(ProbeText.of(facts, verdict, "/opt/prewarm-agent.jar").lines())
                .contains(
                        "https://legacy.example.com:443",
                        "    address        192.0.2.1 (also 192.0.2.2, not asked)",
                        "    TLS            40.0 ms, TLSv1.3",
                        "    closes         yes, 3 of 3: it says Connection: close",
                        "    beside silent  80.0 ms a request without, 81.0 ms beside 1, 83.0 ms beside 3",
                        "    a silent one   still open after 12 s",
                        "    -javaagent:/opt/prewarm-agent.jar",
                        "    \"-Dprewarm.origins=https://legacy.example.com:443\"")
                .allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @CsvSource({
        "500, ;idle=350ms",
        "1000, ;idle=700ms",
        "3000, ;idle=2s",
        "5001, ;idle=3500ms",
        "10000, ;idle=7s",
        "11429, ''"
    })
    void idleIsSetBelowWhatWasSeen(double ended, String option) {
        facts.ending = new SilentEnding(ended, SilentEnding.How.FIN, 0);
        ProbeVerdict verdict = ProbeVerdict.of(facts);
        assertThat(verdict.kind).isEqualTo(Kind.WARM);
        assertThat(ProbeText.setting(facts, verdict))
                .isEqualTo("-Dprewarm.origins=https://legacy.example.com:443" + option);
    }

    @Test
    void whatWasNotWatchedForLongEnoughIsSaid() {
        assertThat(ProbeVerdict.of(facts).notes).noneMatch(note -> note.contains("--patience"));
        facts.patienceMillis = 1_000;
        assertThat(ProbeVerdict.of(facts).notes).anyMatch(note -> note.contains("--patience 12s"));
    }

    @Test
    void whatEndsAtOnceIsOfNoUse() {
        facts.ending = new SilentEnding(499, SilentEnding.How.FIN, 0);
        assertThat(ProbeVerdict.of(facts).kind).isEqualTo(Kind.NO_USE);
    }

    @Test
    void whatKeepsIsOfNoUse() {
        facts.tries = tries(20, 40, 200, null, Closing.KEEPS, Closing.KEEPS);
        ProbeVerdict verdict = ProbeVerdict.of(facts);
        assertThat(verdict.kind).isEqualTo(Kind.NO_USE);
        assertThat(verdict.reason).contains("keeps its connections");
    }

    @Test
    void whatClosesSometimesIsToBeWarmedAndSaid() {
        facts.tries = tries(20, 40, 200, null, Closing.KEEPS, Closing.SILENTLY);
        ProbeVerdict verdict = ProbeVerdict.of(facts);
        assertThat(verdict.kind).isEqualTo(Kind.WARM);
        assertThat(verdict.notes).anyMatch(note -> note.contains("(1 of 2)"));
        assertThat(facts.tries.closing()).isEqualTo(Closing.SILENTLY);
    }

    @Test
    void whatTakesNoTimeIsOfNoUse() {
        facts.tries = tries(0.4, 0.5, 200, null, Closing.HEADER);
        ProbeVerdict verdict = ProbeVerdict.of(facts);
        assertThat(verdict.kind).isEqualTo(Kind.NO_USE);
        assertThat(verdict.reason).isEqualTo("a new connection takes 0.90 ms, less than 1 ms");
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"SLOWED", "STALLED", "UNANSWERED", "REFUSED", "ENDED_OTHERS"})
    void harmComesBeforeAllButKeeping(Outcome outcome) {
        facts.tries = tries(0.1, 0, 200, null, Closing.HTTP_1_0);
        facts.proven = new Beside(3, outcome, 1_234, "answered 503");
        facts.beside = List.of(facts.proven);
        facts.patienceMillis = 0;
        ProbeVerdict verdict = ProbeVerdict.of(facts);
        assertThat(verdict.kind).isEqualTo(Kind.HARM);
        assertThat(verdict.notes).isEmpty();
        assertThat(ProbeText.of(facts, verdict, "x"))
                .contains("Do not warm it", "-Dprewarm.exclude=https://legacy.example.com:443")
                .doesNotContain("-javaagent", "a silent one");
    }

    @Test
    void whatIsNotProvenIsSaid() {
        facts.beside = List.of(new Beside(1, Outcome.STALLED, 1_000, ""));
        ProbeVerdict verdict = ProbeVerdict.of(facts);
        assertThat(verdict.kind).isEqualTo(Kind.WARM);
        assertThat(verdict.notes).anyMatch(note -> note.contains("not again"));
        // Then they had ended by themselves.
        facts.ending = new SilentEnding(200, SilentEnding.How.FIN, 0);
        assertThat(ProbeVerdict.of(facts).notes).noneMatch(note -> note.contains("not again"));
    }

    @Test
    void a408Is() {
        facts.ending = new SilentEnding(3_000, SilentEnding.How.BYTES, 408);
        assertThat(ProbeVerdict.of(facts).notes).anyMatch(note -> note.contains("(a 408)"));
        assertThat(facts.ending.word()).isEqualTo("408");
    }

    @Test
    void http2Is() {
        facts.http2 = true;
        assertThat(ProbeVerdict.of(facts).kind).isEqualTo(Kind.WARM);
        assertThat(ProbeVerdict.of(facts).notes.get(0)).contains("nothing for clients that use HTTP/2");
        facts.tries = null;
        facts.beside = List.of();
        facts.patienceMillis = 0;
        ProbeVerdict verdict = ProbeVerdict.of(facts);
        assertThat(verdict.kind).isEqualTo(Kind.NO_USE);
        assertThat(ProbeText.of(facts, verdict, "x")).contains("it speaks HTTP/2 alone");
        assertThat(ProbeJson.of(facts, verdict)).contains("\"usual\": null", "\"silent\": null");
    }

    @Test
    void aRedirectIsWithoutItsQuery() {
        facts.tries = tries(20, 40, 302, "https://login.example.com/x?token=secret", Closing.HEADER);
        assertThat(ProbeVerdict.of(facts).notes.get(0))
                .contains("answered 302", "redirect to https://login.example.com/x.")
                .doesNotContain("secret");
    }

    @Test
    void nothingThatAServerSaysSteersTheTerminal() {
        facts.tries = tries(20, 40, 302, "https://\u001b[2Jx\nfaked", Closing.HEADER);
        ProbeVerdict verdict = ProbeVerdict.of(facts);
        assertThat(ProbeText.of(facts, verdict, "x")).doesNotContain("\u001b").contains("\\u000afaked");
        assertThat(ProbeJson.of(facts, verdict)).doesNotContain("\u001b");
    }

    @Test
    void jsonHasTheSame() throws JsonParserException {
        facts.ending = new SilentEnding(3_000.4567, SilentEnding.How.RST, 0);
        JsonObject json = JsonParser.object().from(ProbeJson.of(facts, ProbeVerdict.of(facts)));
        assertThat(json.getString("verdict")).isEqualTo("warm");
        assertThat(json.getString("setting")).endsWith(";idle=2s");
        assertThat(json.getDouble("savedMillis")).isEqualTo(60);
        assertThat(json.getObject("usual").getString("closes")).isEqualTo("header");
        assertThat(json.getArray("beside").getObject(1).getInt("silent")).isEqualTo(3);
        assertThat(json.getArray("beside").getObject(1).getString("outcome")).isEqualTo("served");
        assertThat(json.getObject("silent").getDouble("endedMillis")).isEqualTo(3_000.457);
        assertThat(json.getObject("silent").getString("endedBy")).isEqualTo("rst");
    }

    @Test
    void mediansAreOfThree() {
        ProbeTries tries = new ProbeTries(List.of(
                new ProbeTry(1, 10, 100, 200, null, Closing.HEADER),
                new ProbeTry(3, 30, 300, 200, null, Closing.HEADER),
                new ProbeTry(2, 20, 900, 200, null, Closing.HEADER)));
        assertThat(tries.connectMillis()).isEqualTo(2);
        assertThat(tries.tlsMillis()).isEqualTo(20);
        assertThat(tries.firstByteMillis()).isEqualTo(300);
        assertThat(tries.millis()).isEqualTo(333);
        assertThat(tries.slowestMillis()).isEqualTo(922);
    }

    private static ProbeTries tries(double connect, double tls, int status, String location, Closing... closings) {
        List<ProbeTry> all = new ArrayList<>();
        for (Closing each : closings) {
            all.add(new ProbeTry(connect, tls, 20, status, location, each));
        }
        return new ProbeTries(all);
    }
}
