package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real server whose workers each serve one connection at a time, a silent one included, and close it. */
public final class Workers implements AutoCloseable {
    private static final String SERIAL = String.join(
            "\n",
            "import http.server, sys",
            "class Hello(http.server.BaseHTTPRequestHandler):",
            "    def do_GET(self):",
            "        self.send_response(200)",
            "        self.send_header('Content-Length', '6')",
            "        self.end_headers()",
            "        self.wfile.write(b'hello\\n')",
            "    def log_message(self, *text):",
            "        pass",
            "http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Hello).serve_forever()",
            "");
    private static final String WSGI = String.join(
            "\n",
            "def app(environ, start_response):",
            "    start_response('200 OK', [('Content-Length', '6')])",
            "    return [b'hello\\n']",
            "");

    private final int port = Ports.free();
    private final Path directory = Scratch.directory("workers");
    private final Process process;

    private Workers(String file, String content, String... command) {
        try {
            Files.writeString(directory.resolve(file), content);
            for (int i = 0; i < command.length; i++) {
                command[i] = command[i].replace("PORT", String.valueOf(port));
            }
            process = Leftovers.track(new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("it listens", () -> !process.isAlive() || listens());
        if (!process.isAlive()) {
            throw new AssertionError(List.of(command) + " did not start, see " + directory.resolve("log"));
        }
    }

    /** Python's http.server: one connection at a time. */
    public static Workers python() {
        return new Workers("serial.py", SERIAL, Installed.path("python3"), "serial.py", "PORT");
    }

    /** gunicorn with its default workers. */
    public static Workers gunicorn(int workers) {
        return new Workers(
                "hello.py",
                WSGI,
                Installed.path("gunicorn"),
                "--workers=" + workers,
                "--bind=127.0.0.1:PORT",
                "hello:app");
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public String origin() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
