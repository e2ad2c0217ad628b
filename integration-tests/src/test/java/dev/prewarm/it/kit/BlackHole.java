package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * An address at which every connect hangs, without any network: a listener whose queue of unaccepted connections is full,
 * so that Linux drops each further SYN.
 */
public final class BlackHole implements AutoCloseable {
    private static final int ENOUGH = 16;

    private final ServerSocket listener;
    private final List<Socket> fillers = new ArrayList<>();

    /** On a free port of 127.0.0.1. */
    public BlackHole() {
        this("127.0.0.1", 0);
    }

    public BlackHole(String address, int port) {
        try {
            listener = new ServerSocket(port, 1, InetAddress.getByName(address));
            while (fits()) {
                if (fillers.size() > ENOUGH) {
                    throw new IllegalStateException("this kernel does not drop connects to a full queue");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String origin() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            for (Socket filler : fillers) {
                filler.close();
            }
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fits() throws IOException {
        Socket filler = new Socket();
        try {
            filler.connect(listener.getLocalSocketAddress(), 300);
            fillers.add(filler);
            return true;
        } catch (SocketTimeoutException full) {
            filler.close();
            return false;
        }
    }
}
