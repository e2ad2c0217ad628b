package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.status.Snapshot;
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

        assertThat(snapshot.name()).isEqualTo("https://a.example.com:443");
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

        assertThat(all.name()).isEqualTo("all");
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
