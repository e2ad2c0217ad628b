package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an origin to which nothing can be opened sees. */
class BackingOffTest {
    private static final Key KEY = Keys.plain("http://a.example.com");

    private final PoolFixture fixture = new PoolFixture("http://a.example.com;min=2,http://b.example.com");

    private void fail() {
        fixture.request(KEY);
        fixture.step();
        fixture.random.fraction = 0.5;
        fixture.failAll();
    }

    @Test
    void nothingIsOpenedBeforeItsEndAndTheStepSaysWhenThatIs() {
        fail();
        long end = fixture.now() + MILLISECONDS.toNanos(500);

        Step<String> step = fixture.step();
        assertThat(step.open()).isEmpty();
        assertThat(step.nextAt()).isEqualTo(end);
        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");
        assertThat(fixture.read(KEY).reason()).contains("refused");
        assertThat(fixture.advance(499).step().open()).isEmpty();
        fixture.advance(1).step();
        fixture.openAll();
        assertThat(fixture.read(KEY).warm()).isPositive();
        assertThat(fixture.read(KEY).state()).as("once one is open").isEqualTo("warming");
    }

    @Test
    void aColdSuccessEndsIt() {
        fail();
        fixture.coldConnected(KEY, MILLISECONDS.toNanos(50));

        assertThat(fixture.advance(110).step().open()).isNotEmpty();
    }

    @Test
    void anotherOriginIsNotConcerned() {
        fail();
        Key other = Keys.plain("http://b.example.com");
        fixture.request(other);

        assertThat(fixture.step().open()).extracting(Entry::key).containsExactly(other);
    }

    @Test
    void whatIsParkedIsStillHandedOut() {
        fixture.request(KEY);
        fixture.fill();
        fail();
        assertThat(fixture.read(KEY).state()).isEqualTo("backing-off");

        assertThat(fixture.request(KEY)).isEqualTo("c2");
    }
}
