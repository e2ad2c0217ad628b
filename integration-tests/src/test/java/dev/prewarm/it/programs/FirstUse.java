package dev.prewarm.it.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The first request by a {@code client}, one of {@link Caller#NAMES}, to a server in this very JVM; its start is measured. */
public final class FirstUse {
    private FirstUse() {}

    public static void main(String[] args) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread() {
                @Override
                public void run() {
                    answerOne(server);
                }
            };
            serving.setDaemon(true);
            serving.start();
            Caller.of(new Options(args).text("client", "")).get("http://127.0.0.1:" + server.getLocalPort() + "/");
        }
        System.exit(0);
    }

    private static void answerOne(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
