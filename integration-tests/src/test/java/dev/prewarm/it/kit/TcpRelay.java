package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server on 127.0.0.1 that connects its clients to others. */
abstract class TcpRelay implements AutoCloseable {
    private final ServerSocket listener;

    TcpRelay() {
        try {
            listener = new ServerSocket(0, 128, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::acceptAll);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Called in a thread of the client's own; the client is closed when it returns. */
    abstract void serve(Socket client) throws IOException, InterruptedException;

    /** Passes on what each says until both have ended. {@code fromClient}: what is to be read of the client. */
    static void join(InputStream fromClient, Socket client, Socket server) throws IOException, InterruptedException {
        Thread back = daemon(() -> {
            try {
                copy(server.getInputStream(), client.getOutputStream());
                client.shutdownOutput();
            } catch (IOException gone) {
                // One side ended it: both are closed soon.
            }
        });
        copy(fromClient, server.getOutputStream());
        server.shutdownOutput();
        back.join();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
        }
    }

    private void acceptAll() {
        while (true) {
            try {
                Socket client = listener.accept();
                daemon(() -> {
                    try (client) {
                        serve(client);
                    } catch (IOException gone) {
                        // One side ended it: both are closed now.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
