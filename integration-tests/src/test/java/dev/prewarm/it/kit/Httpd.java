package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real Apache httpd with a few processes (prefork), each of which serves one connection at a time, a silent one included,
 * and closes it after its answer; over http and https, by the same processes. It answers 200 to every path.
 */
public final class Httpd implements AutoCloseable {
    private static final String MODULES = "/usr/lib/apache2/modules/mod_";
    private static final Pattern BUSY = Pattern.compile("BusyWorkers: (\\d+)");

    private final int[] ports = Ports.free(2);
    private final int httpPort = ports[0];
    private final int httpsPort = ports[1];
    private final ServerProcess process;

    public Httpd(int workers) {
        Path directory = Scratch.directory("httpd");
        Path config = directory.resolve("httpd.conf");
        try {
            Files.writeString(config, config(directory, config, workers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // In a session of its own: when it ends, it ends its process group, which would be ours.
        process = new ServerProcess(
                        directory, "setsid", Installed.path("apache2"), "-f", config.toString(), "-D", "FOREGROUND")
                .awaitListening(httpPort);
    }

    private String config(Path directory, Path itself, int workers) {
        return String.join(
                "\n",
                "ServerName localhost",
                "DefaultRuntimeDir " + directory,
                "PidFile " + directory.resolve("httpd.pid"),
                "ErrorLog " + directory.resolve("error.log"),
                module("mpm_prefork"),
                module("authz_core"),
                module("alias"),
                module("reqtimeout"),
                module("ssl"),
                module("status"),
                "StartServers " + workers,
                "ServerLimit " + workers,
                "MaxRequestWorkers " + workers,
                "KeepAlive Off",
                // Else the kernel keeps silent connections from it for a while.
                "AcceptFilter http none",
                "AcceptFilter https none",
                "Listen 127.0.0.1:" + httpPort + " http",
                "Listen 127.0.0.1:" + httpsPort + " https",
                // The only file there is.
                "AliasMatch .* " + itself,
                "<Location /server-status>",
                "  SetHandler server-status",
                "</Location>",
                // A resumed handshake can be as fast as what auto finds not worth warming.
                "SSLSessionCache none",
                "SSLSessionTickets off",
                "<VirtualHost 127.0.0.1:" + httpsPort + ">",
                "  SSLEngine on",
                "  SSLCertificateFile " + TestCertificates.GOOD.pemChain(),
                "  SSLCertificateKeyFile " + TestCertificates.GOOD.pemKey(),
                "</VirtualHost>",
                "");
    }

    private static String module(String name) {
        return "LoadModule " + name + "_module " + MODULES + name + ".so";
    }

    public String http() {
        return "http://localhost:" + httpPort;
    }

    /** With the good certificate of {@link TestCertificates}. */
    public String https() {
        return "https://localhost:" + httpsPort;
    }

    public int httpPort() {
        return httpPort;
    }

    /** Processes that have a connection now, but for the one that answers this. */
    public int busy() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", httpPort)) {
            socket.getOutputStream()
                    .write("GET /server-status?auto HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            String status = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            Matcher busy = BUSY.matcher(status);
            if (!busy.find()) {
                throw new AssertionError("no status: " + status);
            }
            return Integer.parseInt(busy.group(1)) - 1;
        }
    }

    @Override
    public void close() {
        process.end();
    }
}
