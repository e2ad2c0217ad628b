package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchFrameTest {
    private static final Instant WRITTEN = Instant.parse("2026-01-01T10:02:05Z");
    private static final Terminal WIDE = new Terminal(false, 100, 24, false);

    private final JsonObject status = parse("{'version': '1.2', 'pid': 4711,"
            + " 'since': '2026-01-01T10:00:00Z', 'written': '2026-01-01T10:02:05Z',"
            + " 'pool': {'state': 'open', 'reason': ''}, 'origins': []}");

    @Test
    void isARowForEachOriginAndItsReasonBelow() {
        busyAndSuspended();

        assertThat(frame(WIDE))
                .containsExactly(
                        "Prewarm 1.2 in process 4711, for 2 min 5 s",
                        "",
                        "origin                                                 stock               hits   misses       saved",
                        "https://legacy.example.com:443                         ####.. 4/6         1,203       14   3 min 2 s",
                        "  is warming: named, closes every connection",
                        "http://workers:80                                                             0        3",
                        "  is suspended: idle pre-warmed connections seem to block the server. 2 requests in a row took 311",
                        "  ms and 325 ms (normally 141 ms) while 3 were open, and completed as soon as they were closed; 45 s",
                        "  left");
    }

    /** The beginning of a reason says what happened, its end until when. */
    @Test
    void atFortyColumnsNothingIsWiderAndTheEndOfAReasonIsKept() {
        busyAndSuspended();

        assertThat(frame(new Terminal(false, 40, 24, false)))
                .allMatch(line -> line.length() <= 40)
                .containsExactly(
                        "Prewarm 1.2 in process 4711, for 2 mi...",
                        "",
                        "https://legacy.example.com:443",
                        "  ####.. 4/6  3 min 2 s saved",
                        "  1,203 hits, 14 misses",
                        "  is warming: named, closes every",
                        "  connection",
                        "http://workers:80",
                        "  0 hits, 3 misses",
                        "  is suspended: idle pre-warmed",
                        "  connections seem to block the server.",
                        "  2...oon as they were closed; 45 s left");
    }

    @Test
    void coloursAreForTerminalsAlone() {
        busyAndSuspended();

        assertThat(frame(new Terminal(true, 100, 40, false)))
                .anyMatch(line -> line.contains("\u001b[33m####.. 4/6\u001b[0m "))
                .anyMatch(line -> line.startsWith("  \u001b[33mis suspended"));
        assertThat(String.join("", frame(WIDE))).doesNotContain("\u001b");
    }

    @Test
    void aTerminalThatIsOverwrittenShowsWhatHasRoom() {
        for (int i = 10; i < 40; i++) {
            origin("{'origin': 'http://o" + i + ":80', 'state': 'observed', 'reason': 'not named'}");
        }

        assertThat(frame(new Terminal(true, 100, 10, false))).hasSize(9).endsWith("http://o12:80", "(55 lines more)");
        assertThat(frame(WIDE)).hasSize(63);
    }

    @Test
    void tellsWhyNothingIsOpenedAndWhatIsNotShown() {
        status.getObject("pool").put("reason", "out of ports");
        status.put("others", parse("{'origins': 1899}"));

        assertThat(frame(WIDE))
                .containsExactly(
                        "Prewarm 1.2 in process 4711, for 2 min 5 s",
                        "nothing is opened ahead: out of ports",
                        "",
                        "no request has been seen yet",
                        "1,899 more, with less traffic");
    }

    @Test
    void nothingThatOthersSaySteersTheTerminal() {
        origin("{'origin': 'http://a\\u001b:80', 'state': 'off', 'reason': 'x\\n\\u001b[2J'}");

        assertThat(frame(WIDE)).contains("  is not warmed: x\\u000a\\u001b[2J");
        assertThat(frame(new Terminal(true, 40, 24, true))).allMatch(line -> !line.contains("\u001b[2J"));
    }

    private void busyAndSuspended() {
        origin(
                "{'origin': 'http://workers:80', 'state': 'suspended', 'misses': 3, 'reason': 'idle pre-warmed connections seem to"
                        + " block the server. 2 requests in a row took 311 ms and 325 ms (normally 141 ms) while 3 were open, and"
                        + " completed as soon as they were closed; 45 s left'}");
        origin("{'origin': 'https://legacy.example.com:443', 'state': 'warming', 'hits': 1203, 'misses': 14, 'warm': 4,"
                + " 'target': 6, 'savedMillis': 182856, 'reason': 'named, closes every connection'}");
    }

    private void origin(String json) {
        status.getArray("origins").add(parse(json));
    }

    private List<String> frame(Terminal terminal) {
        return WatchFrame.of(status, WRITTEN, terminal);
    }

    private static JsonObject parse(String json) {
        try {
            return JsonParser.object().from(json.replace('\'', '"'));
        } catch (JsonParserException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
