package dev.prewarm.it.kit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.x request, read whole. Header names are case-insensitive. */
final class Request {
    final String method;
    final String target;
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byte[] body = {};

    private Request(String method, String target) {
        this.method = method;
        this.target = target;
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** A parameter of the query, or {@code otherwise}. */
    String query(String name, String otherwise) {
        for (String pair :
                target.substring(path().length()).replaceFirst("^\\?", "").split("&")) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return otherwise;
    }

    boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(headers.get("Expect"));
    }

    /** The head, or null if the stream ends before its first byte. */
    static Request readHead(InputStream in) throws IOException {
        String line = readLine(in);
        if (line == null) {
            return null;
        }
        String[] parts = line.split(" ");
        if (parts.length < 3) {
            throw new IOException("no request line: " + line);
        }
        Request request = new Request(parts[0], parts[1]);
        for (line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            request.headers.put(
                    line.substring(0, colon), line.substring(colon + 1).trim());
        }
        return request;
    }

    void readBody(InputStream in) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                all.write(in.readNBytes(size));
                readLine(in);
            }
            readLine(in);
            body = all.toByteArray();
        } else {
            int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
            body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("the request's body ended early");
            }
        }
    }

    private static int chunkSize(InputStream in) throws IOException {
        String line = readLine(in);
        if (line == null) {
            throw new EOFException("the request's body ended early");
        }
        return Integer.parseInt(line.split(";")[0].trim(), 16);
    }

    static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException("a line ended early");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
