package dev.prewarm.it.programs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.security.Permission;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An application that comes between its sockets and the network when connections to {@code url} are parked already. {@code
 * client} as for {@link Sender}; {@code how}: {@code socks} (needs {@code port}), {@code selector}, {@code factory}, {@code
 * security}. Prints what came of the requests after that, how often whatever it has set was asked, and what the agent opened
 * and handed over meanwhile; then {@code done}.
 */
public final class LeadsElsewhere {
    private static final int MOST = 100;
    private static final int REQUESTS = 6;
    private static final long BETWEEN_MILLIS = 100;

    /** Longer than what is parked would be replaced after. */
    private static final long LATER_MILLIS = 400;

    private static final AtomicInteger ASKED = new AtomicInteger();

    private LeadsElsewhere() {}

    public static void main(String[] args) throws Throwable {
        Options options = new Options(args);
        String url = options.text("url", "");
        String origin = URI.create(url).resolve("/").toString().replaceFirst("/$", "");
        Sender client = Sender.of(options.text("client", ""), options);
        for (int i = 0; i < MOST && AgentCounters.ofOrigin(origin).get("Warm") < 2; i++) {
            client.send("GET", url, null);
            Thread.sleep(BETWEEN_MILLIS);
        }
        System.out.println("before: warm=" + AgentCounters.ofOrigin(origin).get("Warm"));
        set(options.text("how", ""), options.number("port", 0));
        AgentCounters before = AgentCounters.ofOrigin(origin);
        int answers = 0;
        for (int i = 0; i < REQUESTS; i++) {
            answers += client.send("GET", url, null).startsWith("status=200") ? 1 : 0;
            Thread.sleep(LATER_MILLIS);
        }
        AgentCounters after = AgentCounters.ofOrigin(origin);
        System.out.println("after: answers=" + answers + " asked=" + ASKED);
        System.out.println("agent: opened=" + (after.get("Opened") - before.get("Opened")) + " hits="
                + (after.get("Hits") - before.get("Hits")) + " held=" + after.held());
        System.out.println("done");
        System.exit(0);
    }

    private static void set(String how, int port) throws IOException {
        switch (how) {
            case "socks":
                System.setProperty("socksProxyHost", "127.0.0.1");
                System.setProperty("socksProxyPort", String.valueOf(port));
                System.setProperty("socksNonProxyHosts", "");
                return;
            case "selector":
                ProxySelector.setDefault(new Direct());
                return;
            case "factory":
                Socket.setSocketImplFactory(Own::new);
                return;
            default:
                secure();
        }
    }

    @SuppressWarnings("removal")
    private static void secure() {
        System.setSecurityManager(new SecurityManager() {
            @Override
            public void checkPermission(Permission permission) {
                // All is allowed.
            }

            @Override
            public void checkPermission(Permission permission, Object context) {
                // All is allowed.
            }

            @Override
            public void checkConnect(String host, int port) {
                // The agent may be in the middle of an opening when this is set: that one asks, and is closed.
                if (port > 0 && !Thread.currentThread().getName().startsWith("prewarm-")) {
                    ASKED.incrementAndGet();
                }
            }
        });
    }

    private static final class Direct extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            ASKED.incrementAndGet();
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }

    /** As little of a socket as a client of plain HTTP needs. */
    private static final class Own extends SocketImpl {
        private SocketChannel channel;

        @Override
        protected void create(boolean stream) throws IOException {
            channel = SocketChannel.open();
        }

        @Override
        protected void connect(String host, int port) throws IOException {
            connect(new InetSocketAddress(host, port), 0);
        }

        @Override
        protected void connect(InetAddress host, int port) throws IOException {
            connect(new InetSocketAddress(host, port), 0);
        }

        @Override
        protected void connect(SocketAddress endpoint, int timeout) throws IOException {
            ASKED.incrementAndGet();
            if (!channel.connect(endpoint)) {
                throw new ConnectException("not connected");
            }
            address = ((InetSocketAddress) endpoint).getAddress();
            port = ((InetSocketAddress) endpoint).getPort();
            localport = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        }

        @Override
        protected void bind(InetAddress host, int port) throws IOException {
            channel.bind(new InetSocketAddress(host, port));
        }

        @Override
        protected void listen(int backlog) throws IOException {
            throw new IOException("it is no server");
        }

        @Override
        protected void accept(SocketImpl accepted) throws IOException {
            throw new IOException("it is no server");
        }

        @Override
        protected InputStream getInputStream() {
            return Channels.newInputStream(channel);
        }

        @Override
        protected OutputStream getOutputStream() {
            return Channels.newOutputStream(channel);
        }

        @Override
        protected int available() {
            return 0;
        }

        @Override
        protected void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }

        @Override
        protected void shutdownInput() throws IOException {
            channel.shutdownInput();
        }

        @Override
        protected void shutdownOutput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        protected void sendUrgentData(int data) throws IOException {
            throw new IOException("it has none");
        }

        @Override
        protected <T> void setOption(SocketOption<T> option, T value) {
            // None matters here.
        }

        @Override
        public void setOption(int option, Object value) {
            // None matters here.
        }

        @Override
        public Object getOption(int option) {
            if (option == SocketOptions.SO_TIMEOUT) {
                return 0;
            }
            return option == SocketOptions.SO_LINGER ? (Object) (-1) : Boolean.FALSE;
        }
    }
}
