package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ListTextTest {
    @Test
    void isATableWithTheOriginsBelow() {
        ListedAgent agent = agent("", 2);
        ListedJvm with = new ListedJvm(14268, "/srv/app.jar", "17.0.21", agent, "");
        ListedJvm without = new ListedJvm(300, "com.example.Main", "", null, "");
        ListedJvm unreadable = new ListedJvm(7, "Main", "25", null, "not trusted: /tmp/x: it is not a regular file");

        assertThat(lines(List.of(without, with, unreadable)))
                .containsExactly(
                        "  PID  JDK      main              Prewarm",
                        "  300           com.example.Main  -",
                        "14268  17.0.21  app.jar           1.2",
                        "       http://o2:80 is warming",
                        "       http://o1:80 is warming",
                        "    7  25       Main              not trusted: /tmp/x: it is not a regular file",
                        "",
                        "-: the agent is not in it, or no HTTP client has been used in it yet");
    }

    @Test
    void tellsHowManyMoreOriginsThereAre() {
        List<String> lines = lines(List.of(new ListedJvm(1, "Main", "25", agent("out of ports", 7), "")));

        assertThat(lines).hasSize(8).contains("  1  25   Main  1.2, nothing is opened ahead: out of ports");
        assertThat(lines).endsWith("     and 12 more: status 1");
    }

    @Test
    void nothingThatOthersSaySteersTheTerminal() {
        ListedJvm jvm = new ListedJvm(1, "Ma\u001bin", "2\n5", null, "x\u009b");

        assertThat(lines(List.of(jvm))).contains("  1  2\\u000a5  Ma\\u001bin  x\\u009b");
    }

    @Test
    void saysThatThereAreNone() {
        assertThat(lines(List.of())).containsExactly("no other JVM of this user runs");
    }

    /** With ten more that are not shown one by one. */
    private static ListedAgent agent(String reason, int origins) {
        JsonArray each = new JsonArray();
        for (int i = 1; i <= origins; i++) {
            JsonObject origin = new JsonObject();
            origin.put("origin", "http://o" + i + ":80");
            origin.put("state", "warming");
            origin.put("hits", i);
            each.add(origin);
        }
        JsonObject pool = new JsonObject();
        pool.put("state", "open");
        pool.put("reason", reason);
        JsonObject others = new JsonObject();
        others.put("origins", origins > 5 ? 10 : 0);
        JsonObject status = new JsonObject();
        status.put("version", "1.2");
        status.put("pool", pool);
        status.put("origins", each);
        status.put("others", others);
        return ListedAgent.of(status);
    }

    private static List<String> lines(List<ListedJvm> jvms) {
        return ListText.of(jvms).lines().collect(Collectors.toList());
    }
}
