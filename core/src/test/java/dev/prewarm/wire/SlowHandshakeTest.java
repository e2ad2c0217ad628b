package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code of the application takes its time in handshakes that are made ahead, or never comes back. */
class SlowHandshakeTest {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    private final PlannedTls hanging = new PlannedTls() {
        @Override
        public Wants advance() throws IOException {
            begun.incrementAndGet();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return super.advance();
        }
    };

    @AfterEach
    void letAllEnd() {
        goOn.countDown();
    }

    private static Warmer warmer(LocalServer server, PlannedTls tls, String... properties) throws IOException {
        return Warmer.at(server.origin("https"), server.address(), tls, properties);
    }

    private static LocalServer silent() throws IOException {
        return LocalServer.plain(socket -> socket.getInputStream().read());
    }

    @Test
    void whatHangsIsNotTriedAgainAndTcpIsOpenedInstead() throws IOException {
        try (LocalServer server = silent();
                Warmer warmer = warmer(server, hanging, "prewarm.min", "4")) {
            warmer.demand();
            Eventually.until("given up " + warmer, () -> warmer.read().failed() > 0);
            warmer.demand();
            Eventually.until("TCP " + warmer, () -> warmer.read().warm() == 4);
            assertThat(warmer.read().reason()).endsWith("; " + SlowRecipes.OBSTACLE);
            assertThat(begun.get()).isBetween(1, TaskThreads.MOST_ASKING_OF_AN_ORIGIN);
            assertThat(warmer.attempt().isByRecipe()).isFalse();
            goOn.countDown();
            assertThat(warmer.attempt().isByRecipe()).as("for good").isFalse();
            Warmer.assertAddsUp(warmer.read());
        }
    }

    /** On a busy machine a handshake takes long where nobody is asked. */
    @Test
    void whatAsksNobodyHasTheWholeTimeOfAnOpening() throws IOException {
        PlannedTls slow = new PlannedTls() {
            @Override
            public boolean asksTheApplication() {
                return false;
            }

            @Override
            public Wants advance() throws IOException {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
                return super.advance();
            }
        };
        try (LocalServer server = silent();
                Warmer warmer = warmer(server, slow)) {
            warmer.demand();
            Eventually.until("stock " + warmer, () -> warmer.read().warm() > 0);
            assertThat(warmer.attempt().isByRecipe()).isTrue();
        }
    }

    @Test
    void alsoWhereAnOpeningHasLessThanASecondInAll() throws IOException {
        try (LocalServer server = silent();
                Warmer warmer = warmer(server, hanging, "prewarm.connect-timeout", "50ms")) {
            warmer.demand();
            Eventually.until("TCP only " + warmer, () -> !warmer.attempt().isByRecipe());
            assertThat(begun.get()).isBetween(1, TaskThreads.MOST_ASKING_OF_AN_ORIGIN);
        }
    }

    /** Each takes two threads' time, longer than the connect timeout, and no more than an opening has in all. */
    @Test
    void waitingForAThreadIsNoFailure() throws IOException {
        PlannedTls slow = new PlannedTls() {
            @Override
            public Wants advance() throws IOException {
                begun.incrementAndGet();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                return super.advance();
            }
        };
        try (LocalServer server = silent();
                Warmer warmer = warmer(server, slow, "prewarm.min", "4", "prewarm.connect-timeout", "700ms")) {
            warmer.demand();
            Eventually.until("stock " + warmer, () -> warmer.read().warm() == 4);
            assertThat(warmer.read().failed()).isZero();
            assertThat(begun.get()).isEqualTo((int) warmer.read().opened());
        }
    }

    @Test
    void whatFoundNoThreadInTimeSaysNothingAboutItsUpstream() throws IOException {
        AtomicInteger turns = new AtomicInteger();
        PlannedTls twoHang = new PlannedTls() {
            @Override
            public Wants advance() throws IOException {
                if (turns.incrementAndGet() <= TaskThreads.MOST_ASKING_OF_AN_ORIGIN) {
                    return hanging.advance();
                }
                return super.advance();
            }
        };
        try (LocalServer server = silent();
                Warmer warmer = warmer(server, twoHang, "prewarm.min", "4")) {
            warmer.demand();
            Eventually.until("given up " + warmer, () -> warmer.read().failed() > 2);
            assertThat(warmer.read().state()).isEqualTo("warming");
            Warmer.assertAddsUp(warmer.read());
        }
    }
}
