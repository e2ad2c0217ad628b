package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many blocking clients that wait for their answers at once, each on a warm connection. */
@Timeout(60)
class WaitingClientsTest {
    /** More than there may be carriers: the JDK adds some where one is pinned. */
    private static final int MANY = 300;

    private final List<Socket> clients = new ArrayList<>();
    private final List<Socket> accepted = new ArrayList<>();
    private final CountDownLatch answered = new CountDownLatch(MANY);
    private ServerSocket listening;

    private interface Starting {
        void start(Runnable task) throws ReflectiveOperationException;
    }

    @BeforeEach
    void connect() throws IOException {
        listening = new ServerSocket(0, MANY, InetAddress.getByName("127.0.0.1"));
        for (int i = 0; i < MANY; i++) {
            Socket client = Parked.socket();
            clients.add(client);
            client.connect(listening.getLocalSocketAddress());
            accepted.add(listening.accept());
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Socket each : clients) {
            each.close();
        }
        for (Socket each : accepted) {
            each.close();
        }
        listening.close();
    }

    private void allRead(Starting starting) throws Exception {
        CountDownLatch reading = new CountDownLatch(MANY);
        for (Socket client : clients) {
            starting.start(() -> {
                reading.countDown();
                try {
                    if (client.getInputStream().read() == 7) {
                        answered.countDown();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
        assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private void allAreAnswered() throws Exception {
        for (Socket each : accepted) {
            each.getOutputStream().write(7);
        }
        assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void costNoDescriptorButTheirOwn() throws Exception {
        assumeTrue(new File("/proc/self/fd").isDirectory());
        int before = descriptors();
        allRead(task -> daemon(task).start());
        int waiting = descriptors();
        allAreAnswered();
        assertThat(waiting - before)
                .as("the one selector, and what the JVM opens beside")
                .isLessThan(MANY / 4);
    }

    @Test
    void leaveCarriersToOtherVirtualThreads() throws Exception {
        Method start;
        try {
            start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            return;
        }
        allRead(task -> start.invoke(null, task));
        CountDownLatch other = new CountDownLatch(1);
        start.invoke(null, (Runnable) other::countDown);
        assertThat(other.await(20, TimeUnit.SECONDS)).as("another one runs").isTrue();
        allAreAnswered();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }
}
