package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
            "import time",
            "def app(environ, start_response):",
            "    if environ['PATH_INFO'] == '/slow':",
            "        time.sleep(float(environ['QUERY_STRING']))",
            "    start_response('200 OK', [('Content-Length', '6')])",
            "    return [b'hello\\n']",
            "");

    /** Its arbiter looks each second whom to kill; so each 50 ms, and a test need not last longer for the difference. */
    private static final String LOOKS_OFTEN = String.join(
            "\n",
            "import select, types",
            "from gunicorn import arbiter",
            "arbiter.select = types.SimpleNamespace(",
            "    select=lambda r, w, x, timeout: select.select(r, w, x, 0.05), error=select.error)",
            "");

    private final int port = Ports.free();
    private final Path directory = Scratch.directory("workers");
    private final ServerProcess process;

    private Workers(Map<String, String> files, String... command) {
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < command.length; i++) {
            command[i] = command[i].replace("PORT", String.valueOf(port));
        }
        process = new ServerProcess(directory, command).awaitListening(port);
    }

    /** Python's http.server: one connection at a time. */
    public static Workers python() {
        return new Workers(Map.of("serial.py", SERIAL), Installed.path("python3"), "serial.py", "PORT");
    }

    /** gunicorn with its default workers. */
    public static Workers gunicorn(int workers) {
        return gunicorn(workers, Map.of("hello.py", WSGI), Duration.ofSeconds(30));
    }

    /** The same; who is not done within that time, counted from accept, is killed. {@code /slow?2.5} takes 2.5 s. */
    public static Workers gunicorn(int workers, Duration timeout) {
        return gunicorn(workers, Map.of("hello.py", WSGI, "gunicorn.conf.py", LOOKS_OFTEN), timeout);
    }

    private static Workers gunicorn(int workers, Map<String, String> files, Duration timeout) {
        return new Workers(
                files,
                Installed.path("gunicorn"),
                "--workers=" + workers,
                "--timeout=" + timeout.toSeconds(),
                "--bind=127.0.0.1:PORT",
                "hello:app");
    }

    /** What gunicorn printed of the workers that it killed as they were not done in time. */
    public List<String> killed() {
        return process.output()
                .lines()
                .filter(line -> line.contains("WORKER TIMEOUT"))
                .collect(Collectors.toList());
    }

    public String origin() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.end();
    }
}
