package dev.prewarm.it.programs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What came of a request, as text that two runs can be compared by. */
public final class Outcome {
    private Outcome() {}

    /**
     * @param headers each as text; their order does not count
     * @param more what else can be seen, say the TLS version
     */
    public static String of(int status, Object version, Collection<?> headers, byte[] body, String more) {
        String sorted = headers.stream().map(String::valueOf).sorted().collect(Collectors.joining(" "));
        return normal("status=" + status + " version=" + version + " " + sorted + " body=" + body.length + ":"
                + sha256(body) + (more.isEmpty() ? "" : " " + more));
    }

    /** Class, message and cause chain; suppressed ones too. */
    public static String of(Throwable thrown) {
        return normal(chain(thrown));
    }

    /** As it is, but on one line. */
    public static String chain(Throwable thrown) {
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

    /** Without ports and identity hashes, which differ from run to run and say nothing. */
    public static String normal(String text) {
        return text.replaceAll(":\\d{4,5}\\b", ":<port>").replaceAll("@[0-9a-f]{5,8}\\b", "@<id>");
    }
}
