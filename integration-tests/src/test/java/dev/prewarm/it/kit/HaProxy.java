package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real HAProxy in front of another server of this machine. It closes each connection after its answer, and one on which no
 * request comes in time by a 408 that nobody asked for.
 */
public final class HaProxy implements AutoCloseable {
    private final int port = Ports.free();
    private final ServerProcess process;

    /** @param silence how long it waits for a request */
    public HaProxy(int serverPort, Duration silence) {
        Path directory = Scratch.directory("haproxy");
        try {
            Files.writeString(directory.resolve("haproxy.cfg"), config(serverPort, silence));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = new ServerProcess(directory, Installed.path("haproxy"), "-db", "-f", "haproxy.cfg")
                .awaitListening(port);
    }

    private String config(int serverPort, Duration silence) {
        return String.join(
                "\n",
                "defaults",
                "  mode http",
                "  timeout connect 5s",
                "  timeout client 30s",
                "  timeout server 30s",
                "frontend clients",
                "  bind 127.0.0.1:" + port,
                "  timeout http-request " + silence.toMillis() + "ms",
                "  option httpclose",
                "  default_backend servers",
                "backend servers",
                "  server server 127.0.0.1:" + serverPort,
                "");
    }

    public String origin() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.end();
    }
}
