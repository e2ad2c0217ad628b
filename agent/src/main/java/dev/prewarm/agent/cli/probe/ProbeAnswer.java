package dev.prewarm.agent.cli.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The head of an answer. */
final class ProbeAnswer {
    static final String SPEAKS_TLS = "the server speaks TLS there, not http";

    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int LONGEST_QUOTE = 40;
    private static final int TLS_ALERT = 0x15;

    private final int status;
    private final boolean http10;
    private final Map<String, String> headers;

    private ProbeAnswer(int status, boolean http10, Map<String, String> headers) {
        this.status = status;
        this.http10 = http10;
        this.headers = headers;
    }

    /**
     * Reads up to the empty line behind the head, also past those of 1xx.
     *
     * @throws IOException with a message for the user if that is no head of HTTP/1
     */
    static ProbeAnswer read(InputStream in) throws IOException {
        ProbeAnswer answer = parse(head(in));
        while (answer.status < 200) {
            answer = parse(head(in));
        }
        return answer;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException(
                        head.length() == 0
                                ? "the server closed the connection without one"
                                : "it ends within its head");
            }
            if (head.length() == 0 && c == TLS_ALERT) {
                throw new IOException(SPEAKS_TLS);
            }
            head.append((char) c);
            if (c == '\n' && isWhole(head)) {
                return head.toString();
            }
            boolean startsWell = "HTTP/1.".startsWith(head.substring(0, Math.min(head.length(), 7)));
            if (!startsWell && (c == '\n' || head.length() >= LONGEST_QUOTE)) {
                throw new IOException("it is not HTTP/1, it begins with '"
                        + head.substring(0, Math.min(head.length(), LONGEST_QUOTE))
                                .strip() + "'");
            }
            if (head.length() > LONGEST_HEAD) {
                throw new IOException("its head is longer than " + LONGEST_HEAD / 1024 + " KB");
            }
        }
    }

    private static boolean isWhole(StringBuilder head) {
        int length = head.length();
        return length > 1 && head.charAt(length - 2) == '\n'
                || length > 2 && head.charAt(length - 2) == '\r' && head.charAt(length - 3) == '\n';
    }

    static ProbeAnswer parse(String head) throws IOException {
        String[] lines = head.split("\r?\n");
        if (!lines[0].matches("HTTP/1\\.[0-9] [1-9][0-9][0-9]( .*)?")) {
            throw new IOException("it is not HTTP/1, it begins with '"
                    + lines[0].substring(0, Math.min(lines[0].length(), LONGEST_QUOTE)) + "'");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (first, next) -> first + "," + next);
            }
        }
        return new ProbeAnswer(Integer.parseInt(lines[0].substring(9, 12)), lines[0].startsWith("HTTP/1.0"), headers);
    }

    int status() {
        return status;
    }

    boolean isHttp10() {
        return http10;
    }

    /** Null if there is none. */
    String header(String name) {
        return headers.get(name);
    }

    /** Whether it is among the words of that header. */
    boolean says(String name, String word) {
        String value = headers.getOrDefault(name, "").toLowerCase(Locale.ROOT);
        return Arrays.asList(value.strip().split("\\s*,\\s*")).contains(word);
    }

    /** The status of an answer that begins so; 0 for what is none. */
    static int statusOf(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        return text.matches("(?s)HTTP/1\\.[0-9] [1-9][0-9][0-9].*") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }
}
