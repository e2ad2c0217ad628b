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
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting while there is no descriptor left for a selector; the rest is shown by the sockets that wait so. */
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
        readable = new Readiness(channel, SelectionKey.OP_READ, this::selector);
    }

    @AfterEach
    void close() throws IOException {
        readable.close();
        channel.close();
        peer.close();
        listening.close();
    }

    private Selector selector() throws IOException {
        if (exhausted) {
            lacked.incrementAndGet();
            throw new IOException("Too many open files");
        }
        return Selector.open();
    }

    private int readOne() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        while (channel.read(one) == 0) {
            readable.await(Long.MAX_VALUE);
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
    void takesASelectorWhenThereIsOneAgain() throws Exception {
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
                        readable.await(deadline);
                    }
                })
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("Read timed out");
    }

    @Test
    void aCloseEndsIt() throws Exception {
        CompletableFuture<Integer> read = snapshot();
        channel.close();
        readable.close();
        assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(ClosedChannelException.class);
    }

    @Test
    void anInterruptOfAPlatformThreadDoesNot() throws Exception {
        Thread.currentThread().interrupt();
        readable.await(Long.MAX_VALUE);
        assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        peer.getOutputStream().write(7);
        assertThat(readOne()).isEqualTo(7);
    }
}
