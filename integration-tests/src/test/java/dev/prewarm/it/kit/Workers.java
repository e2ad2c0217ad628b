package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    private final ServerProcess process;

    private Workers(String file, String content, String... command) {
        try {
            Files.writeString(directory.resolve(file), content);
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

    public String origin() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.end();
    }
}
