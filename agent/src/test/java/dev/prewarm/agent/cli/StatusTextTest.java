package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final Instant WRITTEN = Instant.parse("2026-01-01T10:02:05Z");

    private final JsonObject status = parse("{'format': 1, 'version': '1.2', 'pid': 4711,"
            + " 'since': '2026-01-01T10:00:00Z', 'written': '2026-01-01T10:02:05Z',"
            + " 'clients': [{'name': 'client 1', 'woven': true, 'reason': ''},"
            + " {'name': 'client 9', 'woven': false, 'reason': 'too new'}],"
            + " 'pool': {'state': 'open', 'reason': '', 'hits': 1703, 'misses': 16}, 'origins': []}");

    @Test
    void tellsAParagraphForEachOrigin() {
        origins(
                "{'origin': 'http://quiet:80', 'state': 'observed', 'reason': 'not named', 'idleMillis': 8000, 'coldMillis': 92}");
        origins("{'origin': 'https://busy:443', 'state': 'warming', 'reason': 'named, closes every connection',"
                + " 'hits': 1203, 'misses': 14, 'hitsTcp': 1, 'canaries': 2, 'staleHits': 1, 'savedMillis': 182856,"
                + " 'warm': 4, 'opening': 1, 'target': 5, 'leadMillis': 151, 'idleMillis': 5600,"
                + " 'rate': 12.34, 'coldMillis': 153, 'idleLearnt': true,"
                + " 'opened': 1230, 'failed': 2, 'unused': 20,"
                + " 'evicted': {'idle': 12, 'flushed': 0, 'closed-by-server': 8}}");

        assertThat(lines(WRITTEN))
                .containsExactly(
                        "Prewarm 1.2 in process 4711, for 2 min 5 s",
                        "client 1 uses pre-warmed connections",
                        "client 9 connects normally: too new",
                        "",
                        "https://busy:443 is warming: named, closes every connection",
                        "    12.3 requests/s, a cold connection takes 153 ms",
                        "    1,203 hits, 14 misses (98.8 %), 152 ms saved each, 3 min 2 s in all, 1 hit with TCP only,"
                                + " 2 canaries, 1 stale hit",
                        "    4 warm, 1 opening, target 5, opened in 151 ms, parked for up to 5.6 s (learnt)",
                        "    1,230 opened ahead, 2 failed, 20 closed without use: 8 closed-by-server, 12 idle",
                        "",
                        "http://quiet:80 is observed: not named",
                        "    a cold connection takes 92 ms",
                        "",
                        "all 2 origins",
                        "    1,703 hits, 16 misses (99.0 %)");
    }

    @Test
    void whereNoOriginIsToBeWarmedClientsAreObserved() {
        status.put("settings", parse("{'prewarm.origins': ''}"));
        assertThat(lines(WRITTEN)).contains("client 1 is observed");

        status.put("settings", parse("{'prewarm.origins': 'auto'}"));
        assertThat(lines(WRITTEN)).contains("client 1 uses pre-warmed connections");
    }

    @Test
    void nothingThatOthersSaySteersTheTerminal() {
        origins("{'origin': 'http://a:80', 'state': 'backing-off', 'reason': 'refused: x\\n\\u001b[2Jall is well'}");

        assertThat(lines(WRITTEN)).contains("http://a:80 is backing off: refused: x\\u000a\\u001b[2Jall is well");
    }

    @Test
    void tellsOfThoseThatAreNotShownOneByOne() {
        origins("{'origin': 'https://busy:443', 'state': 'warming', 'reason': 'named', 'hits': 3}");
        status.put("others", parse("{'origins': 1899, 'hits': 1700, 'misses': 16}"));

        assertThat(lines(WRITTEN))
                .containsSequence(
                        "1,899 more, with less traffic", "    1,700 hits, 16 misses (99.0 %)", "", "all 1,900 origins");
    }

    @Test
    void tellsAStateAsAPersonWouldAlsoOneThatOnlyTheAgentKnows() {
        origins("{'origin': 'http://a:80', 'state': 'keeps-alive', 'reason': 'nothing to gain'}");
        origins("{'origin': 'http://b:80', 'state': 'backing-off', 'reason': 'could not connect ahead: refused'}");
        origins("{'origin': 'http://c:80', 'state': 'resting', 'reason': 'it is Sunday'}");

        assertThat(lines(WRITTEN))
                .contains(
                        "http://a:80 keeps its connections: nothing to gain",
                        "http://b:80 is backing off: could not connect ahead: refused",
                        "http://c:80 is resting: it is Sunday");
    }

    @Test
    void tellsHowLongAllHasBeenQuiet() {
        assertThat(lines(WRITTEN.plusSeconds(90)))
                .contains(
                        "Prewarm 1.2 in process 4711, for 3 min 35 s; nothing has changed for 1 min 30 s",
                        "no request has been seen yet");
        assertThat(lines(WRITTEN.minusSeconds(3600)))
                .as("clocks are set")
                .contains("Prewarm 1.2 in process 4711, for 0 ms");
    }

    @Test
    void tellsWhyNothingIsOpened() {
        status.getObject("pool").putAll(parse("{'state': 'pressed', 'reason': 'out of ports'}"));
        assertThat(lines(WRITTEN)).contains("nothing is opened ahead: out of ports");
    }

    @Test
    void manyOriginsAreATableBusiestFirst() {
        for (int i = 1; i <= 11; i++) {
            origins("{'origin': 'https://o" + i + ":443', 'state': 'warming', 'reason': 'named', 'hits': " + 200 * i
                    + ", 'misses': 2, 'savedMillis': 100, 'warm': 1, 'target': 1, 'unused': " + i + "}");
        }
        origins("{'origin': 'http://quiet:80', 'state': 'observed', 'reason': 'not named'}");

        assertThat(lines(WRITTEN).subList(4, 18))
                .startsWith(
                        "origin            hits  misses     hit   saved  warm  target  unused",
                        "https://o11:443  2,200       2  99.9 %  100 ms     1       1      11  is warming: named",
                        "https://o10:443  2,000       2  99.9 %  100 ms     1       1      10  is warming: named")
                .endsWith(
                        "https://o1:443     200       2  99.0 %  100 ms     1       1       1  is warming: named",
                        "http://quiet:80                                                       is observed: not named",
                        "");
    }

    private void origins(String json) {
        status.getArray("origins").add(parse(json));
    }

    private List<String> lines(Instant now) {
        return StatusText.of(status, now).lines().collect(Collectors.toList());
    }

    private static JsonObject parse(String json) {
        try {
            return JsonParser.object().from(json.replace('\'', '"'));
        } catch (JsonParserException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
