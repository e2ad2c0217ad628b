package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A taker is held up in its last look: the application's SecureRandom waits, or the thread gets no processor. */
class HeldUpTest {
    private final CountDownLatch looks = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Half a record, whatever there is, where a taker looks. */
    private final PlannedTls tls = new PlannedTls() {
        @Override
        public Liveness look(SocketChannel channel, LookBuffers scratch) {
            if (Thread.currentThread().getName().equals("prewarm-keeper")) {
                return super.look(channel, scratch);
            }
            looks.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Liveness.PARTIAL;
        }
    };

    @Test
    void theKeeperDoesNotTurnForWhatSomebodyElseHasAndLooksWhenItIsPutBack() throws Exception {
        try (LocalServer server =
                        LocalServer.plain(socket -> socket.getInputStream().read());
                Warmer warmer = Warmer.at(
                        server.origin("https"), server.address(), tls, "prewarm.max", "1", "prewarm.idle", "1m")) {
            warmer.demand();
            Eventually.until("stock " + warmer, () -> warmer.read().warm() == 1);
            Eventually.until(
                    "accepted", () -> server.accepted().size() == warmer.read().opened());
            Thread taker = new Thread(warmer::take);
            taker.start();
            looks.await();
            int before = warmer.turns();
            closeAll(server);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));

            assertThat(warmer.turns() - before).isLessThan(100);
            assertThat(warmer.read().warm()).isEqualTo(1);
            goOn.countDown();
            taker.join();
            // By the end that it finds, or by what it makes of the take that was held up.
            Eventually.until("evicted " + warmer, () -> warmer.read().unused() > 0);
            Warmer.assertAddsUp(warmer.read());
        }
    }

    private static void closeAll(LocalServer server) throws IOException {
        for (Socket socket : server.accepted()) {
            socket.close();
        }
    }
}
