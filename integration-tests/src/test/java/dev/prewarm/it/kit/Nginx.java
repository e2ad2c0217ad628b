package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A real nginx that answers {@code Connection: close} ({@code keepalive_timeout 0}) over http and https, and the exact
 * number of connections opened to it. {@link #opened()} comes from stub_status, which counts at accept, so also those that
 * never sent a request; the logs tell them apart ({@link #served()} by the access log, {@link #silent()} by the error log,
 * once they have ended). It answers 200 and a short text to every path, and files of {@code /bytes/10240} and the like.
 */
public final class Nginx implements AutoCloseable {
    private static final Pattern ACCEPTS = Pattern.compile("requests\\s+(\\d+) \\d+ \\d+");
    private static final Pattern SILENT =
            Pattern.compile("\\*(\\d+) .*while (?:waiting for request|SSL handshaking|reading client request line)");
    private static final int[] SIZES = {1, 1024, 10240, 102400};

    private final Path directory = Scratch.directory("nginx");
    private boolean keepAlive;
    private boolean http2;
    private Duration clientHeaderTimeout = Duration.ofSeconds(60);
    private int httpPort;
    private int httpsPort;
    private int statusPort;
    private int statusQueries;
    private int openedBefore;
    private ServerProcess process;

    /** Skips the test, saying why, when there is no nginx; under {@code CI=true} that fails. */
    public static void assumeInstalled() {
        Installed.assume("nginx");
    }

    /** With keep-alive, for comparison. Set before start. */
    public Nginx keepAlive() {
        keepAlive = true;
        return this;
    }

    /** Offers HTTP/2 over https. Set before start. */
    public Nginx http2() {
        http2 = true;
        return this;
    }

    /** How long a connection may be silent. Set before start; whole seconds or milliseconds. */
    public Nginx clientHeaderTimeout(Duration limit) {
        clientHeaderTimeout = limit;
        return this;
    }

    /** Starts it, and waits until it serves. After {@link #stop}: on the same ports, and the counts go on. */
    public Nginx start() {
        boolean again = httpPort != 0;
        for (int attempt = 1; ; attempt++) {
            if (!again) {
                int[] ports = Ports.free(3);
                httpPort = ports[0];
                httpsPort = ports[1];
                statusPort = ports[2];
            }
            try {
                Files.writeString(directory.resolve("nginx.conf"), config());
                for (int size : SIZES) {
                    Path file = directory.resolve("bytes").resolve(String.valueOf(size));
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, "x".repeat(size));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            process = new ServerProcess(
                    directory, Installed.path("nginx"), "-p", directory + "/", "-e", "startup.log", "-c", "nginx.conf");
            if (process.awaitServing(this::answersStatus)) {
                return this;
            }
            if (attempt == 3) {
                throw new AssertionError("nginx did not start: " + process.output() + read("startup.log"));
            }
        }
    }

    /** Ends it at once, as a crash would look to clients: FIN on every connection, then connects are refused. */
    public void stop() {
        openedBefore = opened();
        statusQueries = 0;
        process.end();
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }

    public String http() {
        return "http://localhost:" + httpPort;
    }

    /** With the good certificate of {@link TestCertificates}. */
    public String https() {
        return "https://localhost:" + httpsPort;
    }

    /** Connections opened to it so far, all of them, used or silent, but for our own questions. */
    public synchronized int opened() {
        Matcher status = ACCEPTS.matcher(status());
        if (!status.find()) {
            throw new AssertionError("no stub_status");
        }
        return openedBefore + Integer.parseInt(status.group(1)) - statusQueries;
    }

    /** Requests answered so far. */
    public int requests() {
        return accessLog().size();
    }

    /** Serials of the connections that had a request. */
    public Set<Integer> served() {
        return accessLog().stream()
                .map(line -> Integer.valueOf(line.split(" ")[0]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Serials of the connections that ended without a request, whoever ended them. */
    public Set<Integer> silent() {
        return lines("error.log").stream()
                .map(SILENT::matcher)
                .filter(Matcher::find)
                .map(line -> Integer.valueOf(line.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Its log, to put into a failure's message. */
    public String log() {
        return read("error.log") + read("access.log");
    }

    private List<String> accessLog() {
        return lines("access.log");
    }

    private List<String> lines(String file) {
        return read(file).lines().collect(Collectors.toList());
    }

    private String read(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean answersStatus() {
        try {
            return ACCEPTS.matcher(ask()).find();
        } catch (IOException notYet) {
            return false;
        }
    }

    private String status() {
        try {
            return ask();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ask() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", statusPort)) {
            statusQueries++;
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String config() {
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        return String.join(
                "\n",
                user,
                "daemon off;",
                "worker_processes 1;",
                "pid nginx.pid;",
                "error_log error.log info;",
                "events { worker_connections 1024; }",
                "http {",
                "  log_format connections '$connection $connection_requests $status $server_port $request_method $uri';",
                "  access_log access.log connections;",
                "  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;",
                "  uwsgi_temp_path uwsgi; scgi_temp_path scgi;",
                "  keepalive_timeout " + (keepAlive ? "60s" : "0") + ";",
                "  keepalive_requests 100000;",
                "  client_header_timeout " + clientHeaderTimeout.toMillis() + "ms;",
                "  server {",
                "    listen 127.0.0.1:" + httpPort + ";",
                "    listen 127.0.0.1:" + httpsPort + " ssl" + (http2 ? " http2" : "") + ";",
                "    ssl_certificate " + TestCertificates.GOOD.pemChain() + ";",
                "    ssl_certificate_key " + TestCertificates.GOOD.pemKey() + ";",
                "    root " + directory + ";",
                "    location / { default_type text/plain; return 200 'hello\\n'; }",
                "    location /bytes/ { }",
                "  }",
                "  server {",
                "    listen 127.0.0.1:" + statusPort + ";",
                "    access_log off;",
                "    location / { stub_status; }",
                "  }",
                "}",
                "");
    }
}
