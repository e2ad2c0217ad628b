package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.status.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What JMX and status show. */
class SnapshotTest {
    private static final Key KEY = Keys.plain("https://a.example.com");

    private final PoolFixture fixture = new PoolFixture("https://a.example.com;min=3;idle=4s,http://b.example.com");

    @Test
    void showsAnOrigin() {
        fixture.request(KEY);
        fixture.fill();
        fixture.request(KEY);
        fixture.advance(100).step();

        Snapshot snapshot = fixture.read(KEY);

        assertThat(snapshot.origin()).hasToString("https://a.example.com:443");
        assertThat(snapshot.state()).isEqualTo("warming");
        assertThat(snapshot.reason()).isEqualTo("named");
        assertThat(snapshot.target()).isEqualTo(3);
        assertThat(snapshot.learnt().idleNanos()).isEqualTo(MILLISECONDS.toNanos(4_000));
        assertThat(snapshot.learnt().leadNanos()).isEqualTo(MILLISECONDS.toNanos(50));
        assertThat(snapshot.opened()).isEqualTo(4);
        assertThat(snapshot.hits()).isEqualTo(1);
        assertThat(snapshot.hitsTcp()).isEqualTo(1);
        assertThat(snapshot.misses()).isEqualTo(1);
        assertThat(snapshot.warm()).isEqualTo(2);
        assertThat(snapshot.opening()).isEqualTo(1);
        assertThat(snapshot.unused()).isZero();
        assertThat(snapshot.failed()).isZero();
        assertThat(snapshot.canaries()).isZero();
    }

    @Test
    void showsTheSumOfAllOrigins() {
        Key other = Keys.plain("http://b.example.com");
        fixture.request(KEY);
        fixture.request(other);
        fixture.fill();
        fixture.request(other);

        Snapshot all = fixture.readAll();

        assertThat(all.origin()).isNull();
        assertThat(all.origins()).isEqualTo(2);
        assertThat(all.state()).isEqualTo("open");
        assertThat(all.reason()).isEmpty();
        assertThat(all.target()).isEqualTo(4);
        assertThat(all.opened()).isEqualTo(4);
        assertThat(all.warm()).isEqualTo(3);
        assertThat(all.hits()).isEqualTo(1);
        assertThat(all.hitsTcp()).isZero();
        assertThat(all.misses()).isEqualTo(2);
    }

    @Test
    void namesEveryReasonOfTheContract() {
        assertThat(fixture.readAll().evicted().keySet())
                .containsExactly(
                        "idle",
                        "closed-by-server",
                        "unexpected-data",
                        "flushed",
                        "surplus",
                        "harm",
                        "address-gone",
                        "pressure",
                        "shutdown");
    }

    @Test
    void aSumIsOfAllItsParts() {
        Key other = Keys.plain("http://b.example.com");
        fixture.request(KEY);
        fixture.request(other);
        fixture.fill();
        fixture.request(other);

        Snapshot sum = Snapshot.sum(List.of(fixture.read(KEY), fixture.read(other)));

        assertThat(sum.origins()).isEqualTo(2);
        assertThat(sum.opened()).isEqualTo(fixture.readAll().opened());
        assertThat(sum.hits()).isEqualTo(1);
        assertThat(sum.misses()).isEqualTo(2);
        assertThat(sum.warm()).isEqualTo(3);
        assertThat(sum.savedNanos()).isEqualTo(fixture.readAll().savedNanos());
        assertThat(sum.evicted()).isEqualTo(fixture.readAll().evicted());
        assertThat(sum.target()).isEqualTo(fixture.readAll().target());
    }

    @Test
    void somebodyMayLookForWhatIsNamedOrHeldOrWaits() {
        PoolFixture auto = new PoolFixture("auto,http://named.example.com");
        Key named = Keys.plain("http://named.example.com");
        auto.request(named);
        auto.request(KEY);
        assertThat(auto.read(named).isOfNote()).isTrue();
        assertThat(auto.read(KEY).isOfNote()).isFalse();
        assertThat(auto.read(KEY).answers()).isZero();
        for (int i = 0; i < 3; i++) {
            auto.coldConnected(KEY, MILLISECONDS.toNanos(100));
            auto.answered(KEY, true);
        }
        assertThat(auto.read(KEY).answers()).isEqualTo(3);
        assertThat(auto.read(KEY).state()).isEqualTo("on-trial");
        assertThat(auto.read(KEY).isOfNote()).isTrue();
    }

    @Test
    void aReadingChangesNothing() {
        fixture.request(KEY);
        fixture.fill();
        int target = fixture.read(KEY).target();
        fixture.advance(1_000_000);

        assertThat(fixture.read(KEY).target()).as("decided by a step alone").isEqualTo(target);
        assertThat(fixture.readAll().target()).isEqualTo(target);
        fixture.step();
        assertThat(fixture.read(KEY).target()).isZero();
    }

    @Test
    void doesNotChangeAfterwards() {
        fixture.request(KEY);
        Snapshot before = fixture.read(KEY);
        fixture.fill();
        fixture.request(KEY);

        assertThat(before.hits()).isZero();
        assertThat(before.opened()).isZero();
    }

    @Test
    void isNullForAnOriginThatWasNeverSeen() {
        assertThat(fixture.pool.read(fixture.now(), Origin.parse("http://b.example.com")))
                .isNull();
    }
}
