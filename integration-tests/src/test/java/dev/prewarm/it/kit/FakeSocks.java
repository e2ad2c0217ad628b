package dev.prewarm.it.kit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A SOCKS 5 proxy of a few lines, without authentication; wherever it is asked for, it connects to 127.0.0.1. */
public final class FakeSocks extends TcpRelay {
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private final AtomicInteger tunnels = new AtomicInteger();

    /** Connections through it. */
    public int tunnels() {
        return tunnels.get();
    }

    @Override
    void serve(Socket client) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        in.readByte();
        in.readNBytes(in.readByte());
        client.getOutputStream().write(new byte[] {5, 0});
        in.readNBytes(3);
        skipAddress(in);
        try (Socket server = new Socket("127.0.0.1", in.readUnsignedShort())) {
            tunnels.incrementAndGet();
            client.getOutputStream().write(new byte[] {5, 0, 0, IPV4, 127, 0, 0, 1, 0, 0});
            join(in, client, server);
        }
    }

    private static void skipAddress(DataInputStream in) throws IOException {
        switch (in.readByte()) {
            case IPV4:
                in.readNBytes(4);
                break;
            case NAME:
                in.readNBytes(in.readUnsignedByte());
                break;
            case IPV6:
                in.readNBytes(16);
                break;
            default:
                throw new IOException("no SOCKS 5 address");
        }
    }
}
