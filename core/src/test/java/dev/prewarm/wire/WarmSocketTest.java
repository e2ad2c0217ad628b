package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a java.net.Socket does, a warm one does, too: most tests run on both, and on one that went cold. */
class WarmSocketTest {
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        toClose.add(server);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    /** A way to get a new socket. */
    enum Kind {
        STOCK,
        WARM,
        COLD
    }

    static Stream<Kind> kinds() {
        return Arrays.stream(Kind.values());
    }

    private Socket fresh(Kind kind) {
        Socket socket = kind == Kind.STOCK ? new Socket() : new WarmSocket(new Ahead(kind == Kind.WARM));
        toClose.add(socket);
        return socket;
    }

    private Pair pair(Kind kind) throws IOException {
        Socket client = fresh(kind);
        client.connect(address(), 5_000);
        return new Pair(client);
    }

    private InetSocketAddress address() throws IOException {
        return new InetSocketAddress(InetAddress.getByName("localhost"), server.getLocalPort());
    }

    @Test
    void everyPublicMethodIsTheFacesOwn() throws Exception {
        List<String> inherited = new ArrayList<>();
        for (Method method : Socket.class.getMethods()) {
            int modifiers = method.getModifiers();
            boolean fixed = Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers);
            if (method.getDeclaringClass() == Socket.class && !fixed) {
                Method own = WarmSocket.class.getMethod(method.getName(), method.getParameterTypes());
                if (own.getDeclaringClass() == Socket.class) {
                    inherited.add(method.toString());
                }
            }
        }
        assertThat(inherited).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void asksItsDialOnlyAtConnect(Kind kind) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        WarmSocket socket = new WarmSocket(endpoint -> {
            asked.incrementAndGet();
            return null;
        });
        toClose.add(socket);
        socket.setSoTimeout(100);
        assertThat(asked).hasValue(0);
        socket.connect(address());
        assertThat(asked).hasValue(1);
        assertThat(socket.isWarm()).isFalse();
    }

    @Test
    void tellsThatItsOwnConnectFailed() throws Exception {
        InetSocketAddress closed = address();
        server.close();
        List<Throwable> told = new ArrayList<>();
        WarmSocket socket = new WarmSocket(new Connector() {
            @Override
            public WarmConnection take(InetSocketAddress endpoint) {
                return null;
            }

            @Override
            public void connectFailed(Throwable failure) {
                told.add(failure);
            }
        });
        toClose.add(socket);
        Throwable thrown = catchThrowable(() -> socket.connect(closed, 5_000));
        assertThat(thrown).isInstanceOf(ConnectException.class);
        assertThat(told).containsExactly(thrown);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void keepsWhatWasSetBeforeConnecting(Kind kind) throws Exception {
        Socket socket = fresh(kind);
        setAll(socket);
        assertThat(readAll(socket)).isEqualTo(readAll(set(new Socket())));
        socket.connect(address());
        assertThat(readAll(socket)).isEqualTo(readAll(connected(set(new Socket()))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void looksNewWhenNothingWasSet(Kind kind) throws Exception {
        Pair pair = pair(kind);
        Socket stock = connected(new Socket());
        assertThat(pair.client.getTcpNoDelay()).isEqualTo(stock.getTcpNoDelay());
        assertThat(pair.client.getKeepAlive()).isEqualTo(stock.getKeepAlive());
        assertThat(pair.client.getSoLinger()).isEqualTo(stock.getSoLinger());
        assertThat(pair.client.getSoTimeout()).isEqualTo(stock.getSoTimeout());
        assertThat(pair.client.getOOBInline()).isEqualTo(stock.getOOBInline());
        assertThat(pair.client.getReuseAddress()).isEqualTo(stock.getReuseAddress());
        assertThat(pair.client.getTrafficClass()).isEqualTo(stock.getTrafficClass());
        assertThat(pair.client.getOption(StandardSocketOptions.SO_LINGER))
                .isEqualTo(stock.getOption(StandardSocketOptions.SO_LINGER));
        assertThat(pair.client.supportedOptions()).isEqualTo(stock.supportedOptions());
    }

    private static void setAll(Socket socket) throws IOException {
        socket.setSoTimeout(1234);
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setReuseAddress(true);
        socket.setSoLinger(true, 7);
        socket.setSendBufferSize(40_000);
        socket.setReceiveBufferSize(50_000);
        socket.setTrafficClass(8);
        socket.setOOBInline(true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, false);
        socket.setOption(StandardSocketOptions.SO_SNDBUF, 41_000);
        socket.setPerformancePreferences(1, 2, 3);
    }

    private static List<Object> readAll(Socket socket) throws IOException {
        return List.of(
                socket.getSoTimeout(),
                socket.getTcpNoDelay(),
                socket.getKeepAlive(),
                socket.getReuseAddress(),
                socket.getSoLinger(),
                socket.getSendBufferSize(),
                socket.getReceiveBufferSize(),
                socket.getTrafficClass(),
                socket.getOOBInline(),
                socket.getOption(StandardSocketOptions.SO_RCVBUF),
                socket.getOption(StandardSocketOptions.TCP_NODELAY));
    }

    private Socket set(Socket socket) throws IOException {
        toClose.add(socket);
        setAll(socket);
        return socket;
    }

    private Socket connected(Socket socket) throws IOException {
        toClose.add(socket);
        socket.connect(address());
        toClose.add(server.accept());
        return socket;
    }

    /** Each step on a stock socket and on this one: the same answer, or the same exception with the same message. */
    @ParameterizedTest
    @MethodSource("kinds")
    void complainsLikeAnyOther(Kind kind) throws Exception {
        assertThat(complaints(kind)).isEqualTo(complaints(Kind.STOCK));
    }

    private List<String> complaints(Kind kind) throws Exception {
        List<String> said = new ArrayList<>();
        Socket unconnected = fresh(kind);
        said.add(unconnected.toString());
        allOf(unconnected, said);
        Socket connected = pair(kind).client;
        badValues(connected, said);
        say(said, () -> connected.connect(address()));
        say(said, () -> connected.bind(null));
        say(said, connected::getChannel);
        connected.shutdownInput();
        say(said, connected::getInputStream);
        say(said, connected::shutdownInput);
        connected.shutdownOutput();
        say(said, connected::getOutputStream);
        say(said, connected::shutdownOutput);
        say(said, connected::isInputShutdown);
        say(said, connected::isOutputShutdown);
        connected.close();
        connected.close();
        say(said, () -> connected.toString().replaceAll("port=\\d+", "port"));
        say(said, () -> connected.getLocalPort() > 0);
        say(said, () -> connected.getPort() == server.getLocalPort());
        say(said, connected::getLocalAddress);
        say(said, () -> connected.connect(address()));
        say(said, () -> connected.bind(null));
        allOf(connected, said);
        badValues(connected, said);
        Socket closedBefore = fresh(kind);
        closedBefore.close();
        allOf(closedBefore, said);
        say(said, () -> closedBefore.connect(address()));
        Socket oddly = fresh(kind);
        say(said, () -> oddly.connect(null));
        say(said, () -> oddly.connect(address(), -1));
        say(said, () -> oddly.connect(InetSocketAddress.createUnresolved("nobody.invalid", 1)));
        return said;
    }

    private static void allOf(Socket socket, List<String> said) {
        say(said, socket::getInputStream);
        say(said, socket::getOutputStream);
        say(said, socket::shutdownInput);
        say(said, socket::shutdownOutput);
        say(said, () -> socket.sendUrgentData(1));
        say(said, socket::getInetAddress);
        say(said, socket::isConnected);
        say(said, socket::isBound);
        say(said, socket::isClosed);
        say(said, socket::getTcpNoDelay);
        say(said, socket::getSoTimeout);
        say(said, () -> socket.setTcpNoDelay(true));
        say(said, () -> socket.setSoTimeout(1));
        say(said, () -> socket.setSoLinger(false, 1));
        say(said, socket::getOOBInline);
        say(said, () -> socket.setOOBInline(false));
        say(said, () -> socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
        say(said, () -> socket.setOption(StandardSocketOptions.SO_REUSEPORT, null));
    }

    private static void badValues(Socket socket, List<String> said) {
        say(said, () -> socket.setSoTimeout(-1));
        say(said, () -> socket.setSoLinger(true, -1));
        say(said, () -> socket.setSendBufferSize(0));
        say(said, () -> socket.setReceiveBufferSize(-1));
        say(said, () -> socket.setTrafficClass(256));
        say(said, () -> socket.setOption(null, true));
        say(said, () -> socket.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
        say(said, () -> socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 3));
    }

    private static void say(List<String> said, Saying saying) {
        try {
            Object answer = saying.get();
            said.add(answer instanceof InputStream || answer instanceof Socket ? "given" : String.valueOf(answer));
        } catch (Exception e) {
            // JDK 17: "already connected"; 25: "Already connected".
            said.add(e.toString().replace("already", "Already"));
        }
    }

    private static void say(List<String> said, Doing doing) {
        say(said, (Saying) () -> {
            doing.run();
            return "done";
        });
    }

    private interface Saying {
        Object get() throws Exception;
    }

    private interface Doing {
        void run() throws Exception;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void hasAddressesAndAName(Kind kind) throws Exception {
        Pair pair = pair(kind);
        assertThat(pair.client.getRemoteSocketAddress()).isEqualTo(pair.server.getLocalSocketAddress());
        assertThat(pair.client.getLocalSocketAddress()).isEqualTo(pair.server.getRemoteSocketAddress());
        assertThat(pair.client.getInetAddress().toString()).isEqualTo("localhost/127.0.0.1");
        assertThat(pair.client)
                .hasToString("Socket[addr=localhost/127.0.0.1,port=" + server.getLocalPort() + ",localport="
                        + pair.server.getPort() + "]");
        assertThat(pair.client.getInputStream()).isSameAs(pair.client.getInputStream());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void carriesMegabytesBothWays(Kind kind) throws Exception {
        Pair pair = pair(kind);
        byte[] much = new byte[3_000_000];
        Arrays.fill(much, (byte) 7);
        CompletableFuture<byte[]> there =
                async(() -> pair.server.getInputStream().readNBytes(much.length));
        pair.client.getOutputStream().write(much);
        assertThat(there.get(20, TimeUnit.SECONDS)).isEqualTo(much);
        CompletableFuture<Void> back = async(() -> {
            pair.server.getOutputStream().write(much);
            pair.server.shutdownOutput();
            return null;
        });
        assertThat(pair.client.getInputStream().readAllBytes()).isEqualTo(much);
        back.get(20, TimeUnit.SECONDS);
        assertThat(pair.client.getInputStream().read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void timesOutAndGoesOn(Kind kind) throws Exception {
        Pair pair = pair(kind);
        pair.client.setSoTimeout(20);
        assertThatThrownBy(() -> pair.client.getInputStream().read())
                .isExactlyInstanceOf(SocketTimeoutException.class)
                .hasMessage("Read timed out");
        pair.client.setSoTimeout(0);
        pair.server.getOutputStream().write(42);
        assertThat(pair.client.getInputStream().read()).isEqualTo(42);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aCloseByAnotherThreadEndsARead(Kind kind) throws Exception {
        Pair pair = pair(kind);
        CompletableFuture<Throwable> failure =
                blocked(() -> pair.client.getInputStream().read());
        pair.client.close();
        assertThat(failure.get(10, TimeUnit.SECONDS))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessage("Socket closed");
        assertThat(pair.server.getInputStream().read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aCloseByAnotherThreadEndsAWrite(Kind kind) throws Exception {
        Pair pair = pair(kind);
        CompletableFuture<Throwable> failure = blocked(() -> {
            while (true) {
                pair.client.getOutputStream().write(new byte[100_000]);
            }
        });
        pair.client.close();
        assertThat(failure.get(10, TimeUnit.SECONDS))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessage("Socket closed");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anInterruptLetsAReadGoOn(Kind kind) throws Exception {
        Pair pair = pair(kind);
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                pair.client.getInputStream().read();
                flag.complete(Thread.currentThread().isInterrupted());
            } catch (IOException e) {
                flag.completeExceptionally(e);
            }
        });
        reader.start();
        awaitInRead(reader);
        reader.interrupt();
        awaitInRead(reader);
        pair.server.getOutputStream().write(1);
        assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(pair.client.isClosed()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anInterruptedVirtualThreadFindsItsSocketClosed(Kind kind) throws Exception {
        Method start;
        try {
            start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            return;
        }
        Pair pair = pair(kind);
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread reader = (Thread) start.invoke(null, (Runnable) () -> {
            try {
                end.complete("read " + pair.client.getInputStream().read());
            } catch (IOException e) {
                end.complete(e + " " + Thread.currentThread().isInterrupted() + " " + pair.client.isClosed());
            }
        });
        reader.interrupt();
        assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo("java.net.SocketException: Closed by interrupt true true");
        if (kind == Kind.WARM) {
            assertThat(((WarmSocket) pair.client).isClosedByClient()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aResetIsToldAsOfAnySocket(Kind kind) throws Exception {
        Pair pair = pair(kind);
        pair.server.setSoLinger(true, 0);
        pair.server.close();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> pair.client.getInputStream().read())
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Connection reset");
        }
        assertThatThrownBy(() -> pair.client.getOutputStream().write(new byte[100]))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessage("Broken pipe");
    }

    /** However long after the hand-over: the server can't have had the request. */
    @Test
    void whatSentNothingBeforeItsEndHasAskedForNothing() throws Exception {
        Pair pair = pair(Kind.WARM);
        WarmSocket client = (WarmSocket) pair.client;
        Thread.sleep(2);
        assertThat(client.askedFor()).isZero();
        pair.server.setSoLinger(true, 0);
        pair.server.close();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> client.getOutputStream().write(1)).isInstanceOf(SocketException.class);
        assertThat(client.askedFor()).isZero();
    }

    @Test
    void isAskedFromItsFirstByteToItsEnd() throws Exception {
        Pair pair = pair(Kind.WARM);
        WarmSocket client = (WarmSocket) pair.client;
        client.getOutputStream().write(1);
        Eventually.until("asked", () -> client.askedFor() > 0);
        pair.server.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        long asked = client.askedFor();
        Thread.sleep(2);
        assertThat(client.askedFor()).isEqualTo(asked);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isHalfClosedEitherWay(Kind kind) throws Exception {
        Pair pair = pair(kind);
        InputStream in = pair.client.getInputStream();
        pair.client.shutdownOutput();
        assertThat(pair.server.getInputStream().read()).isEqualTo(-1);
        pair.server.getOutputStream().write(5);
        assertThat(in.read()).isEqualTo(5);
        pair.client.shutdownInput();
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.available()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void saysWhatIsAvailableAndReadsItInOrder(Kind kind) throws Exception {
        Pair pair = pair(kind);
        InputStream in = pair.client.getInputStream();
        assertThat(in.available()).isZero();
        pair.server.getOutputStream().write(new byte[] {1, 2, 3});
        while (in.available() < 3) {
            Thread.onSpinWait();
        }
        pair.server.getOutputStream().write(4);
        assertThat(in.readNBytes(4)).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sendsUrgentData(Kind kind) throws Exception {
        Pair pair = pair(kind);
        pair.server.setOOBInline(true);
        pair.client.sendUrgentData(9);
        assertThat(pair.server.getInputStream().read()).isEqualTo(9);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void closingAStreamClosesTheSocket(Kind kind) throws Exception {
        Pair pair = pair(kind);
        pair.client.getOutputStream().close();
        assertThat(pair.client.isClosed()).isTrue();
        assertThat(pair.server.getInputStream().read()).isEqualTo(-1);
    }

    /** Apache HttpClient closes a broken connection and then reads what is left of the body. */
    @ParameterizedTest
    @MethodSource("kinds")
    void tellsAnEndOnceSeenEvenWhenClosed(Kind kind) throws Exception {
        Pair pair = pair(kind);
        InputStream in = pair.client.getInputStream();
        pair.server.close();
        assertThat(in.read()).isEqualTo(-1);
        pair.client.close();
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void reconnectsColdWithWhatWasSetBeforeAndAfter() throws Exception {
        WarmSocket socket = (WarmSocket) fresh(Kind.WARM);
        socket.setTcpNoDelay(true);
        socket.connect(address(), 5_000);
        socket.setSoTimeout(1_234);
        Pair abandoned = new Pair(socket);
        socket.reconnectCold(null);
        assertThat(abandoned.server.getInputStream().read()).isEqualTo(-1);
        Pair pair = new Pair(socket);
        pair.server.getOutputStream().write(7);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
        assertThat(socket.isWarm()).isFalse();
        assertThat(socket.getTcpNoDelay()).isTrue();
        assertThat(socket.getSoTimeout()).isEqualTo(1_234);
    }

    @Test
    void boundToAnAddressItConnectsItself() throws Exception {
        WarmSocket socket = (WarmSocket) fresh(Kind.WARM);
        socket.bind(new InetSocketAddress("127.0.0.1", 0));
        socket.connect(address());
        assertThat(socket.isWarm()).isFalse();
    }

    @Test
    void closedWhileItsDialIsAskedItGivesTheWarmConnectionBack() throws Exception {
        Ahead ahead = new Ahead(true);
        WarmSocket[] socket = new WarmSocket[1];
        socket[0] = new WarmSocket(endpoint -> {
            try {
                socket[0].close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return ahead.take(endpoint);
        });
        assertThatThrownBy(() -> socket[0].connect(address()))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessage("Socket closed");
        assertThat(server.accept().getInputStream().read()).isEqualTo(-1);
    }

    private static CompletableFuture<Throwable> blocked(Doing doing) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                doing.run();
                failure.complete(null);
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        thread.start();
        awaitInRead(thread);
        return failure;
    }

    /** Until it has stood still for a while: whether it has come to the wait changes nothing about the outcome. */
    private static void awaitInRead(Thread thread) {
        try {
            thread.join(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).isTrue();
    }

    private static <T> CompletableFuture<T> async(java.util.concurrent.Callable<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        future.complete(work.call());
                    } catch (Exception e) {
                        future.completeExceptionally(e);
                    }
                })
                .start();
        return future;
    }

    /** A client's socket, and the server's end of it. */
    private final class Pair {
        final Socket client;
        final Socket server;

        Pair(Socket client) throws IOException {
            this.client = client;
            this.server = WarmSocketTest.this.server.accept();
            toClose.add(server);
        }
    }

    /** Opens what is taken at that moment: parked connections are the keeper's business. */
    private static final class Ahead implements Connector {
        private final boolean warm;

        Ahead(boolean warm) {
            this.warm = warm;
        }

        @Override
        public WarmConnection take(InetSocketAddress endpoint) {
            try {
                return warm ? Parked.at(endpoint) : null;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
