package dev.prewarm.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Nobody answers a connect to it: the queue of those that it will never accept is full, and the kernel drops what comes then. */
final class DeafServer implements AutoCloseable {
    private static final int MOST = 16;
    private static final int PATIENCE_MILLIS = 300;

    private final ServerSocket listener = new ServerSocket(0, 1, LocalServer.loopback());
    private final List<Socket> queued = new ArrayList<>();

    DeafServer() throws IOException {
        while (fits()) {
            if (queued.size() > MOST) {
                throw new IOException("this kernel does not drop connects to a full queue");
            }
        }
    }

    private boolean fits() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address(), PATIENCE_MILLIS);
            queued.add(socket);
            return true;
        } catch (SocketTimeoutException full) {
            socket.close();
            return false;
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(LocalServer.loopback(), listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queued) {
            socket.close();
        }
        listener.close();
    }
}
