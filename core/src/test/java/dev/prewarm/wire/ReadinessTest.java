package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting, with the loop that watches for all and while there is no descriptor or thread for it. */
class ReadinessTest {
    private final AtomicInteger lacked = new AtomicInteger();
    private ServerSocket listening;
    private SocketChannel channel;
    private Socket peer;
    private Readiness readable;
    private volatile boolean exhausted = true;

    @BeforeEach
    void connect() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        channel = SocketChannel.open(listening.getLocalSocketAddress());
        channel.configureBlocking(false);
        peer = listening.accept();
        readable = new Readiness(channel, this::loop);
    }

    @AfterEach
    void close() throws IOException {
        readable.close();
        peer.close();
        listening.close();
    }

    private ReadinessLoop loop() {
        if (exhausted) {
            lacked.incrementAndGet();
            return null;
        }
        return ReadinessLoop.shared();
    }

    private int readOne() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        while (channel.read(one) == 0) {
            readable.await(SelectionKey.OP_READ, Long.MAX_VALUE);
        }
        return one.get(0);
    }

    private CompletableFuture<Integer> snapshot() {
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                read.complete(readOne());
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        int before = lacked.get();
        Eventually.until("it waits", () -> read.isDone() || lacked.get() > before);
        return read;
    }

    @Test
    void seesWhatComes() throws Exception {
        CompletableFuture<Integer> read = snapshot();
        assertThat(read).isNotDone();
        peer.getOutputStream().write(7);
        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void takesTheLoopWhenThereIsOneAgain() throws Exception {
        CompletableFuture<Integer> read = snapshot();
        exhausted = false;
        peer.getOutputStream().write(7);
        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void itsDeadlinePasses() {
        assertThatThrownBy(() -> {
                    long deadline = Clock.now() + TimeUnit.MILLISECONDS.toNanos(5);
                    while (true) {
                        readable.await(SelectionKey.OP_READ, deadline);
                    }
                })
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("Read timed out");
    }

    @Test
    void aCloseEndsIt() throws Exception {
        CompletableFuture<Integer> read = snapshot();
        readable.close();
        assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(ClosedChannelException.class);
    }

    @Test
    void anInterruptOfAPlatformThreadDoesNot() throws Exception {
        Thread.currentThread().interrupt();
        readable.await(SelectionKey.OP_READ, Long.MAX_VALUE);
        assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        peer.getOutputStream().write(7);
        assertThat(readOne()).isEqualTo(7);
    }
}
