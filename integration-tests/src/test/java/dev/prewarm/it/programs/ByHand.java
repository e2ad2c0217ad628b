package dev.prewarm.it.programs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** Connections that a program makes itself, in each of the ways there are: one method per way, one connection each. */
final class ByHand {
    private static final byte[] REQUEST =
            "GET /bytes/3 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String HOST = "localhost";

    private ByHand() {}

    /** One that is none of ours to replace. */
    static final class Subclass extends Socket {}

    static String socket(int port) throws IOException {
        try (Socket socket = new Socket(HOST, port)) {
            return talk(socket);
        }
    }

    static String socketWithTimeout(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), 5_000);
            return talk(socket);
        }
    }

    static String subclass(int port) throws IOException {
        try (Socket socket = new Subclass()) {
            socket.connect(new InetSocketAddress(HOST, port));
            return talk(socket);
        }
    }

    static String factory(int port) throws IOException {
        try (Socket socket = SocketFactory.getDefault().createSocket(HOST, port)) {
            return talk(socket);
        }
    }

    static String sslSocket(int port) throws IOException {
        try (Socket socket = SSLSocketFactory.getDefault().createSocket(HOST, port)) {
            return talk(socket);
        }
    }

    /** As drivers of databases do it, after a first exchange in the clear. */
    static String sslOverSocket(int port) throws IOException {
        Socket raw = new Socket(HOST, port);
        try (Socket socket = ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(raw, HOST, port, true)) {
            return talk(socket);
        }
    }

    static String blockingChannel(int port) throws IOException {
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(HOST, port))) {
            return talk(channel);
        }
    }

    /** As event loops do it. */
    static String selectedChannel(int port) throws IOException {
        try (SocketChannel channel = SocketChannel.open();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(HOST, port));
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            while (!channel.finishConnect()) {
                selector.select();
                selector.selectedKeys().clear();
            }
            channel.write(ByteBuffer.wrap(REQUEST));
            key.interestOps(SelectionKey.OP_READ);
            ByteBuffer buffer = ByteBuffer.allocate(16_384);
            while (channel.read(buffer) >= 0) {
                selector.select();
                selector.selectedKeys().clear();
            }
            return firstLine(buffer.array());
        }
    }

    static String asynchronousChannel(int port) throws Exception {
        try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
            channel.connect(new InetSocketAddress(HOST, port)).get();
            channel.write(ByteBuffer.wrap(REQUEST)).get();
            byte[] answer = Channels.newInputStream(channel).readAllBytes();
            return firstLine(answer);
        }
    }

    static String urlConnection(int port, String scheme) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(scheme, HOST, port, "/bytes/3").openConnection();
        int status = connection.getResponseCode();
        connection.getInputStream().readAllBytes();
        return "HTTP/1.1 " + status;
    }

    /** Within this JVM. */
    static String serverSocket() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket one = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket other = server.accept()) {
            other.getOutputStream().write(7);
            return one.getClass().getName() + " to " + other.getClass().getName() + " "
                    + one.getInputStream().read();
        }
    }

    /** The same; its classes are younger than Java 11. */
    static String unixSocket() throws Exception {
        ProtocolFamily unix = StandardProtocolFamily.valueOf("UNIX");
        Path path = Files.createTempDirectory("by-hand").resolve("socket");
        SocketAddress address = (SocketAddress) Class.forName("java.net.UnixDomainSocketAddress")
                .getMethod("of", Path.class)
                .invoke(null, path);
        try (ServerSocketChannel server = (ServerSocketChannel) ServerSocketChannel.class
                .getMethod("open", ProtocolFamily.class)
                .invoke(null, unix)) {
            server.bind(address);
            try (SocketChannel one = SocketChannel.open(address);
                    SocketChannel other = server.accept()) {
                other.write(ByteBuffer.wrap(new byte[] {7}));
                return "unix " + one.read(ByteBuffer.allocate(1));
            }
        } finally {
            Files.deleteIfExists(path);
            Files.delete(path.getParent());
        }
    }

    private static String talk(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(REQUEST);
        out.flush();
        InputStream in = socket.getInputStream();
        return socket.getClass().getName() + " " + firstLine(in.readAllBytes());
    }

    private static String talk(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(REQUEST));
        return channel.getClass().getName() + " "
                + firstLine(Channels.newInputStream(channel).readAllBytes());
    }

    private static String firstLine(byte[] answer) {
        return new String(answer, StandardCharsets.US_ASCII).replaceAll("(?s)\r\n.*", "");
    }
}
