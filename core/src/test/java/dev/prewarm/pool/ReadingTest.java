package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import org.junit.jupiter.api.Test;

/** What JMX and status show. */
class ReadingTest {
    private static final Key KEY = Keys.plain("https://a.example.com");

    private final PoolFixture fixture = new PoolFixture("https://a.example.com;min=3;idle=4s,http://b.example.com");

    @Test
    void showsAnOrigin() {
        fixture.request(KEY);
        fixture.fill();
        fixture.request(KEY);
        fixture.advance(100).step();

        Reading reading = fixture.read(KEY);

        assertThat(reading.name()).isEqualTo("https://a.example.com:443");
        assertThat(reading.state()).isEqualTo("warming");
        assertThat(reading.reason()).isEqualTo("named");
        assertThat(reading.target()).isEqualTo(3);
        assertThat(reading.learnt().idleNanos()).isEqualTo(MILLISECONDS.toNanos(4_000));
        assertThat(reading.learnt().leadNanos()).isEqualTo(MILLISECONDS.toNanos(50));
        assertThat(reading.opened()).isEqualTo(4);
        assertThat(reading.hits()).isEqualTo(1);
        assertThat(reading.hitsTcp()).isEqualTo(1);
        assertThat(reading.misses()).isEqualTo(1);
        assertThat(reading.warm()).isEqualTo(2);
        assertThat(reading.opening()).isEqualTo(1);
        assertThat(reading.unused()).isZero();
        assertThat(reading.failed()).isZero();
        assertThat(reading.canaries()).isZero();
    }

    @Test
    void showsTheSumOfAllOrigins() {
        Key other = Keys.plain("http://b.example.com");
        fixture.request(KEY);
        fixture.request(other);
        fixture.fill();
        fixture.request(other);

        Reading all = fixture.readAll();

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
        Reading before = fixture.read(KEY);
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
