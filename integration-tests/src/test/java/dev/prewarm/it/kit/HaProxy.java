package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A real HAProxy in front of another server of this machine. It closes each connection after its answer, and one on which no
 * request comes in time by a 408 that nobody asked for. Its log has a line for each connection that it did not reject.
 */
public final class HaProxy implements AutoCloseable {
    private static final Duration USUAL = Duration.ofSeconds(10);

    private final int port = Ports.free();
    private final boolean tls;
    private final ServerProcess process;

    /** @param silence how long it waits for a request */
    public HaProxy(int serverPort, Duration silence) {
        this(serverPort, silence, false, List.of());
    }

    private HaProxy(int serverPort, Duration silence, boolean tls, List<String> rules) {
        this.tls = tls;
        Path directory = Scratch.directory("haproxy");
        try {
            if (tls) {
                Files.writeString(
                        directory.resolve("server.pem"),
                        Files.readString(TestCertificates.GOOD.pemChain())
                                + Files.readString(TestCertificates.GOOD.pemKey()));
            }
            Files.writeString(directory.resolve("haproxy.cfg"), config(serverPort, silence, rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = new ServerProcess(directory, Installed.path("haproxy"), "-db", "-f", "haproxy.cfg")
                .awaitListening(port);
    }

    /** With the good certificate of {@link TestCertificates}. */
    public static HaProxy overTls(int serverPort, Duration silence) {
        return new HaProxy(serverPort, silence, true, List.of());
    }

    /** An address has so many connections at once, and each further one is rejected. */
    public static HaProxy withMostConnections(int most, int serverPort) {
        return new HaProxy(
                serverPort,
                USUAL,
                false,
                List.of(
                        "stick-table type ip size 10 store conn_cur",
                        "tcp-request connection track-sc0 src",
                        "tcp-request connection reject if { sc0_conn_cur gt " + most + " }"));
    }

    /** The same, but it is its requests that are refused, by 429: each connection is accepted, and counts for as long as it is open. */
    public static HaProxy refusingAbove(int most, int serverPort) {
        return new HaProxy(
                serverPort,
                USUAL,
                false,
                List.of(
                        "stick-table type ip size 10 store conn_cur",
                        "tcp-request connection track-sc0 src",
                        "http-request deny deny_status 429 if { sc0_conn_cur gt " + most + " }"));
    }

    /**
     * An address that made more than so many errors within a minute gets 403: what it ends without a request is one, too.
     *
     * @param silence how long it waits for a request
     */
    public static HaProxy withMostErrors(int most, int serverPort, Duration silence) {
        return new HaProxy(
                serverPort,
                silence,
                false,
                List.of(
                        "stick-table type ip size 10 expire 2m store http_err_rate(60s)",
                        "tcp-request connection track-sc0 src",
                        "http-request deny deny_status 403 if { sc0_http_err_rate gt " + most + " }"));
    }

    private String config(int serverPort, Duration silence, List<String> rules) {
        return String.join(
                "\n",
                "global",
                "  log stdout format raw local0",
                "defaults",
                "  mode http",
                "  timeout connect 5s",
                "  timeout client 30s",
                "  timeout server 30s",
                "frontend clients",
                "  log global",
                "  option httplog",
                "  bind 127.0.0.1:" + port + (tls ? " ssl crt server.pem" : ""),
                "  timeout http-request " + silence.toMillis() + "ms",
                "  option httpclose",
                "  " + String.join("\n  ", rules),
                "  default_backend servers",
                "backend servers",
                "  server server 127.0.0.1:" + serverPort,
                "");
    }

    /** The lines of connections that ended without a request, whoever ended them; that of the kit's first look is one. */
    public List<String> withoutARequest() {
        return process.output()
                .lines()
                .filter(line -> line.contains("<BADREQ>"))
                .collect(Collectors.toList());
    }

    public String origin() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.end();
    }
}
