package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.Origin;
import dev.prewarm.pool.Key;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskThreadsTest {
    private final TaskThreads threads = new TaskThreads();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void letAllEnd() {
        goOn.countDown();
    }

    /** Hangs until {@link #goOn}. */
    private HandshakeTurn hanging(int origin) {
        return turn(origin, new PlannedTls() {
            @Override
            public Wants advance() {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return Wants.NOTHING_MORE;
            }
        });
    }

    private HandshakeTurn turn(int origin, PlannedTls tls) {
        InetSocketAddress endpoint = new InetSocketAddress(LocalServer.loopback(), 1);
        Key key = new Key(Origin.of(true, "o" + origin + ".example", 443), endpoint, tls);
        return new HandshakeTurn(key, null, null, 0, done::incrementAndGet);
    }

    private List<HandshakeTurn> hang(int origins, int each) {
        List<HandshakeTurn> turns = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            for (int origin = 0; origin < origins; origin++) {
                turns.add(hanging(origin));
                threads.execute(turns.get(turns.size() - 1));
            }
        }
        return turns;
    }

    private static long begun(List<HandshakeTurn> turns) {
        return turns.stream().filter(HandshakeTurn::isBegun).count();
    }

    @Test
    void whatHangsAtOneOriginHoldsUpNoOther() {
        List<HandshakeTurn> hung = hang(1, 8);
        threads.execute(turn(1, new PlannedTls()));
        Eventually.until("the other's is done", () -> done.get() == 1);
        Eventually.until("as many as may be begun", () -> begun(hung) == 2);
        goOn.countDown();
        Eventually.until("all done, when there is a thread", () -> done.get() == 9);
    }

    @Test
    void noMoreThan32HangInAll() {
        List<HandshakeTurn> hung = hang(40, 1);
        Eventually.until("as many as may be begun", () -> begun(hung) == 32);
        threads.execute(turn(100, new PlannedTls()));
        assertThat(begun(hung)).isEqualTo(32);
        assertThat(done.get()).isZero();
        goOn.countDown();
        Eventually.until("all done, when there is a thread", () -> done.get() == 41);
    }

    @Test
    void whatNobodyWantsAnyMoreIsSkipped() {
        List<HandshakeTurn> hung = hang(1, 4);
        Eventually.until("as many as may be begun", () -> begun(hung) == 2);
        hung.get(2).cancel();
        threads.cancel(hung.get(2));
        hung.get(3).cancel();
        goOn.countDown();
        threads.execute(turn(0, new PlannedTls()));
        Eventually.until("the others are done", () -> done.get() == 3);
        assertThat(begun(hung)).isEqualTo(2);
    }

    /** Asks nobody, and computes until it is let go on. */
    private final class Computing extends PlannedTls {
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final long openedAt;
        private HandshakeTurn turn;

        Computing(long openedAt) {
            this.openedAt = openedAt;
        }

        /** @param begun whether its handshake is under way already */
        Computing asked(TaskThreads by, boolean begun) {
            InetSocketAddress endpoint = new InetSocketAddress(LocalServer.loopback(), 1);
            Key key = new Key(Origin.of(true, "o.example", 443), endpoint, this);
            turn = new HandshakeTurn(key, null, begun ? this : null, openedAt, done::incrementAndGet);
            by.execute(turn);
            return this;
        }

        @Override
        public boolean asksTheApplication() {
            return false;
        }

        @Override
        public Wants advance() {
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Wants.NOTHING_MORE;
        }

        void end() {
            int before = done.get();
            mayEnd.countDown();
            Eventually.until("it has ended", () -> done.get() > before);
        }
    }

    @Test
    void asManyComputeAsThereAreProcessorsFirstThoseThatAreUnderWayThenFirstComeFirstServed() {
        TaskThreads two = new TaskThreads(() -> 2);
        Computing first = new Computing(1).asked(two, false);
        Computing second = new Computing(2).asked(two, false);
        Computing fourth = new Computing(4).asked(two, false);
        Computing third = new Computing(3).asked(two, false);
        Computing underWay = new Computing(5).asked(two, true);
        Eventually.until("two", () -> first.turn.isBegun() && second.turn.isBegun());
        assertThat(two.areBehind()).isTrue();
        List<Computing> rest = List.of(underWay, third, fourth);
        Computing running = first;
        for (int i = 0; i < rest.size(); i++) {
            assertThat(rest.subList(i, rest.size())).noneMatch(each -> each.turn.isBegun());
            running.end();
            Computing next = rest.get(i);
            Eventually.until("the next", () -> next.turn.isBegun());
            running = next;
        }
        assertThat(two.areBehind()).isFalse();
        running.end();
        second.end();
    }

    @Test
    void whatAsksTheApplicationTakesNoProcessorsPlace() {
        TaskThreads one = new TaskThreads(() -> 1);
        HandshakeTurn hung = hanging(1);
        one.execute(hung);
        Eventually.until("begun", hung::isBegun);
        Computing computing = new Computing(1).asked(one, false);
        Eventually.until("begun, too", () -> computing.turn.isBegun());
        computing.end();
    }

    @Test
    void asManyAsMayHangKeepNoneThatComputesFromItsPlace() {
        TaskThreads one = new TaskThreads(() -> 1);
        List<HandshakeTurn> hung = new ArrayList<>();
        for (int origin = 0; origin < TaskThreads.MOST_WAITING; origin++) {
            hung.add(hanging(origin));
            one.execute(hung.get(origin));
        }
        Eventually.until("all hang", () -> begun(hung) == hung.size());
        Computing computing = new Computing(1).asked(one, false);
        Eventually.until("begun", () -> computing.turn.isBegun());
        computing.end();
    }

    /** Say, for random numbers: what waits behind it must not wait as long. */
    @Test
    void whatDoesNotComputeAfterAllGivesUpItsPlace() {
        TaskThreads one = new TaskThreads(() -> 1);
        Computing stuck = new Computing(1).asked(one, false);
        Computing next = new Computing(2).asked(one, false);
        Eventually.until("begun, without the end of the other", () -> {
            one.startWhatMayRun();
            return next.turn.isBegun();
        });
        next.end();
        stuck.end();
    }

    @Test
    void theClientsContextClassLoaderIsThereAsLongAsItRuns() {
        ClassLoader own = new ClassLoader() {};
        List<ClassLoader> seen = new ArrayList<>();
        List<Thread> by = new ArrayList<>();
        HandshakeTurn turn = turn(1, new PlannedTls() {
            @Override
            public ClassLoader contextLoader() {
                return own;
            }

            @Override
            public Handshake begin(SocketChannel channel, InetSocketAddress remote) throws IOException {
                note();
                return this;
            }

            @Override
            public Wants advance() {
                note();
                return Wants.NOTHING_MORE;
            }

            private void note() {
                by.add(Thread.currentThread());
                seen.add(Thread.currentThread().getContextClassLoader());
            }
        });
        threads.execute(turn);
        Eventually.until("done", () -> done.get() == 1);
        assertThat(seen).containsExactly(own, own);
        assertThat(by.get(0).getContextClassLoader()).isNull();
    }
}
