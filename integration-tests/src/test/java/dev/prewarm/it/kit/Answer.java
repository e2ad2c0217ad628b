package dev.prewarm.it.kit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** One response of an {@link Upstream}, and its bytes. */
final class Answer {
    private static final int CHUNK = 1000;

    final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = {};
    private boolean chunked;
    private String trailer = "";
    private boolean truncated;
    private boolean headOnly;
    private boolean untilClose;

    Answer(int status) {
        this.status = status;
    }

    Answer header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Answer body(byte[] bytes) {
        body = bytes;
        return this;
    }

    Answer text(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    Answer chunked() {
        chunked = true;
        return this;
    }

    /** Chunked, with this behind the body. */
    Answer trailer(String line) {
        trailer = line + "\r\n";
        return chunked();
    }

    /** Announces twice the body it has. */
    Answer truncated() {
        truncated = true;
        return this;
    }

    /** Whoever reads it knows its end by that of its connection. */
    Answer untilClose() {
        untilClose = true;
        return this;
    }

    /** As an answer to HEAD. */
    Answer headOnly() {
        headOnly = true;
        return this;
    }

    boolean isTruncated() {
        return truncated;
    }

    byte[] head(String version) {
        StringBuilder head = new StringBuilder(version + " " + status + " Status\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (!untilClose && status != 204 && status != 304) {
            head.append("Content-Length: " + (truncated ? body.length * 2 : body.length) + "\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] rest() {
        if (headOnly || status == 204 || status == 304) {
            return new byte[0];
        }
        if (!chunked) {
            return body;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; at += CHUNK) {
            byte[] chunk = Arrays.copyOfRange(body, at, Math.min(body.length, at + CHUNK));
            out.writeBytes((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(chunk);
            out.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        out.writeBytes(("0\r\n" + trailer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }
}
