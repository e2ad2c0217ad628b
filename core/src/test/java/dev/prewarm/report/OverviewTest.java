package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.Pool;
import dev.prewarm.pool.status.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private final Settings settings = Settings.read(null, Map.of("prewarm.origins", "http://*.named"), Map.of());
    private final Pool<String> pool = new Pool<>(settings.maxTotal(), settings::forOrigin, new Random(1));

    private static Origin origin(String host) {
        return Origin.of(false, host, 80);
    }

    private void answered(String host, int times) {
        pool.noted(origin(host));
        for (int i = 0; i < times; i++) {
            pool.answered(0, origin(host), false, 200, null);
        }
    }

    private Overview overview() {
        List<Snapshot> all = new ArrayList<>();
        pool.origins().forEach(origin -> all.add(pool.read(0, origin)));
        // In whatever order.
        Collections.shuffle(all, new Random(2));
        return new Overview(all);
    }

    private static List<String> hosts(Overview overview) {
        return overview.shown().stream().map(each -> each.origin().toString()).collect(Collectors.toList());
    }

    @Test
    void fewAreAllShownByName() {
        answered("b", 1);
        answered("c", 3);
        answered("a", 2);

        Overview overview = overview();

        assertThat(hosts(overview)).containsExactly("http://a:80", "http://b:80", "http://c:80");
        assertThat(overview.others()).isNull();
    }

    @Test
    void ofManyThoseOfNoteAndTheBusiestAreShown() {
        for (int i = 0; i < 400; i++) {
            answered("quiet" + i, i % 3);
            if (i < 150) {
                answered("a" + i + ".named", 0);
            }
            if (i < Overview.MOST) {
                answered("busy" + i, 3 + i);
            }
        }

        Overview overview = overview();

        assertThat(hosts(overview)).hasSize(150 + Overview.MOST).isSorted().noneMatch(host -> host.contains("quiet"));
        assertThat(overview.others().origins()).isEqualTo(400);
    }

    @Test
    void whoIsShownDoesNotChangeWhereTrafficIsAlike() {
        for (int i = 0; i < 300; i++) {
            answered("h" + i, 1);
        }
        List<String> first = hosts(overview());
        assertThat(hosts(overview())).isEqualTo(first).hasSize(Overview.MOST);
    }
}
