package dev.prewarm.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/** A server on the loopback address: each connection gets a thread and is the test's to treat. */
public final class LocalServer implements AutoCloseable {
    /** What a connection's thread does. */
    public interface Handler {
        void handle(Socket socket) throws IOException;
    }

    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket listener;
    private final Handler handler;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final Thread acceptor;

    private LocalServer(ServerSocket listener, Handler handler) {
        this.listener = listener;
        this.handler = handler;
        this.acceptor = daemon(this::accept);
    }

    public static LocalServer plain(Handler handler) throws IOException {
        return new LocalServer(new ServerSocket(0, 256, loopback()), handler);
    }

    /** Its handshakes are done before the handler is called. */
    public static LocalServer tls(String protocol, Handler handler) throws IOException {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        return tls(LocalCertificates.both(), parameters, handler);
    }

    public static LocalServer tls(SSLContext context, SSLParameters parameters, Handler handler) throws IOException {
        SSLServerSocket listener =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 256, loopback());
        listener.setSSLParameters(parameters);
        return new LocalServer(listener, socket -> {
            ((javax.net.ssl.SSLSocket) socket).startHandshake();
            handler.handle(socket);
        });
    }

    public static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers each request with its connection's end; to be used as a handler. */
    public static void answerAndClose(Socket socket) throws IOException {
        if (readHead(socket)) {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok".getBytes());
        }
        socket.close();
    }

    static boolean readHead(Socket socket) throws IOException {
        int last4 = 0;
        while (last4 != 0x0d0a0d0a) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return false;
            }
            last4 = last4 << 8 | next;
        }
        return true;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(loopback(), listener.getLocalPort());
    }

    public String origin(String scheme) {
        return scheme + "://127.0.0.1:" + listener.getLocalPort();
    }

    public List<Socket> accepted() {
        return accepted;
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = listener.accept();
            accepted.add(socket);
            daemon(() -> handler.handle(socket));
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static Thread daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // The test's sockets end in all ways there are.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** From now on; what is open stays so. */
    public void refuse() throws IOException {
        listener.close();
        try {
            // While it waits in the kernel, connections are still accepted there.
            acceptor.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        refuse();
        for (Socket socket : accepted) {
            try {
                // Else one with TLS waits for what the peer may still say.
                socket.setSoTimeout(1);
            } catch (SocketException e) {
                // Its handler may be closing it just now.
            }
            socket.close();
        }
    }
}
