package dev.prewarm.agent.cli.probe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The one request that is sent, over and over. */
public final class ProbeRequest {
    /** What would change what is being found out, or would have to be kept to. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "expect",
            "http2-settings",
            "keep-alive",
            "te",
            "transfer-encoding",
            "upgrade");

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private final String method;
    private final ProbeTarget target;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * @param method {@code GET} or {@code HEAD}
     * @param headers each {@code Name: value}; the last of a name counts
     * @throws IllegalArgumentException with a message for the user, which shows no value
     */
    public ProbeRequest(ProbeTarget target, String method, List<String> headers, String version) {
        this.target = target;
        this.method = method;
        this.headers.put("Host", target.authority());
        this.headers.put("User-Agent", "prewarm-probe/" + version);
        this.headers.put("Accept", "*/*");
        headers.forEach(this::put);
    }

    private void put(String header) {
        int colon = header.indexOf(':');
        if (colon < 0 || !header.substring(0, colon).matches(TOKEN)) {
            throw new IllegalArgumentException("--header must be 'Name: value'");
        }
        String name = header.substring(0, colon);
        String value = header.substring(colon + 1).strip();
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("--header " + name + " would change what is measured: leave it out");
        }
        if (!value.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7f || c > 0x9f && c < 0x100)) {
            throw new IllegalArgumentException("--header " + name + " has a character that no header may have");
        }
        headers.put(name, value);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    String method() {
        return method;
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(method + " " + target.path() + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
