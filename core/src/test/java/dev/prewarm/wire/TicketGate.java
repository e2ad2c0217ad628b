package dev.prewarm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stands before a TLS 1.3 server, and lets only half through of what the server sends after each handshake. */
final class TicketGate implements AutoCloseable {
    private final LocalServer front;
    private final CountDownLatch half = new CountDownLatch(1);
    private final CountDownLatch rest = new CountDownLatch(1);

    TicketGate(LocalServer server) throws IOException {
        front = LocalServer.plain(client -> relay(client, server.address()));
    }

    InetSocketAddress address() {
        return front.address();
    }

    String origin() {
        return front.origin("https");
    }

    boolean hasSentHalf() {
        return half.getCount() == 0;
    }

    void sendRest() {
        rest.countDown();
    }

    private void relay(Socket client, InetSocketAddress to) throws IOException {
        Socket server = new Socket(to.getAddress(), to.getPort());
        AtomicBoolean finished = new AtomicBoolean();
        Thread down = new Thread(() -> {
            try {
                relayTickets(server.getInputStream(), client.getOutputStream(), finished);
                client.close();
            } catch (IOException e) {
                // Ended by the test.
            }
        });
        down.setDaemon(true);
        down.start();
        byte[] chunk = new byte[20_000];
        for (int read; (read = client.getInputStream().read(chunk)) >= 0; ) {
            if (holdsFinished(chunk, read)) {
                finished.set(true);
            }
            server.getOutputStream().write(chunk, 0, read);
        }
        server.close();
    }

    /** The client's first encrypted record, perhaps behind a ChangeCipherSpec: what the server sends then are tickets. */
    private static boolean holdsFinished(byte[] chunk, int length) {
        return chunk[0] == 23 || chunk[0] == 20 && length > 6 && chunk[6] == 23;
    }

    private void relayTickets(InputStream server, OutputStream client, AtomicBoolean finished) throws IOException {
        byte[] chunk = new byte[20_000];
        for (int read; (read = server.read(chunk)) >= 0; ) {
            int now = finished.get() ? read / 2 : read;
            client.write(chunk, 0, now);
            if (now < read) {
                half.countDown();
                awaitRest();
                client.write(chunk, now, read - now);
            }
        }
    }

    private void awaitRest() {
        try {
            rest.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        rest.countDown();
        front.close();
    }
}
