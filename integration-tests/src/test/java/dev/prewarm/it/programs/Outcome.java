package dev.prewarm.it.programs;

import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came of a request, as text that two runs can be compared by. */
final class Outcome {
    private Outcome() {}

    /** Status, version, headers sorted, size and hash of the body, and what led here. */
    static String of(HttpResponse<byte[]> response) {
        StringBuilder text = new StringBuilder("status=" + response.statusCode() + " version=" + response.version());
        new TreeMap<>(response.headers().map()).forEach((name, values) -> text.append(" " + name + "=" + values));
        text.append(" body=" + response.body().length + ":" + sha256(response.body()));
        response.previousResponse().ifPresent(previous -> text.append(" previous=" + previous.statusCode()));
        response.sslSession().ifPresent(session -> text.append(" tls=" + session.getProtocol()));
        return normal(text.toString());
    }

    /** The same of an Apache client's answer, whose headers tell themselves. */
    static String of(int status, String version, Object[] headers, byte[] body) {
        String sorted = Arrays.stream(headers).map(String::valueOf).sorted().collect(Collectors.joining(" "));
        return normal("status=" + status + " version=" + version + " " + sorted + " body=" + body.length + ":"
                + sha256(body));
    }

    /** Class, message and cause chain; suppressed ones too. */
    static String of(Throwable thrown) {
        return normal(chain(thrown));
    }

    /** As it is, but on one line. */
    static String chain(Throwable thrown) {
        List<String> parts = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
            StringBuilder part = new StringBuilder(t.getClass().getName() + ": " + t.getMessage());
            for (Throwable suppressed : t.getSuppressed()) {
                part.append(" {suppressed " + suppressed + "}");
            }
            parts.add(part.toString());
        }
        return String.join(" <- ", parts).replaceAll("\\s*\\R\\s*", " ");
    }

    static String sha256(byte[] bytes) {
        try {
            StringBuilder hex = new StringBuilder();
            for (byte b : MessageDigest.getInstance("SHA-256").digest(bytes)) {
                hex.append(String.format("%02x", b));
            }
            return hex.substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ports and identity hashes differ from run to run and say nothing. */
    private static String normal(String text) {
        return text.replaceAll(":\\d{4,5}\\b", ":<port>").replaceAll("@[0-9a-f]{5,8}\\b", "@<id>");
    }
}
