package dev.prewarm.agent.cli.probe;

import dev.prewarm.config.Origin;

/** The URL to ask: its origin, and what the request line says. Never shows more of it than its origin. */
public final class ProbeTarget {
    private static final String AUTHORITY = "://";

    private final Origin origin;
    private final String path;

    private ProbeTarget(Origin origin, String path) {
        this.origin = origin;
        this.path = path;
    }

    /** @throws IllegalArgumentException with a message for the user, which shows no user info */
    public static ProbeTarget parse(String url) {
        int host = url.indexOf(AUTHORITY);
        int end = host < 0 ? url.length() : endOfAuthority(url, host + AUTHORITY.length());
        String authority = url.substring(0, end);
        if (authority.indexOf('@') >= 0) {
            throw withUserInfo();
        }
        return new ProbeTarget(origin(url, authority), path(url.substring(end)));
    }

    private static int endOfAuthority(String url, int from) {
        int end = from;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static Origin origin(String url, String authority) {
        try {
            return Origin.parse(authority);
        } catch (IllegalArgumentException e) {
            // A password with a slash looks like the end of the host, and would be quoted.
            throw url.indexOf('@') < 0 ? e : withUserInfo();
        }
    }

    private static IllegalArgumentException withUserInfo() {
        return new IllegalArgumentException("URL has user info, or an @ where there is no URL: leave it out, and say"
                + " who you are by --header 'Authorization: ...'");
    }

    private static String path(String text) {
        int fragment = text.indexOf('#');
        String path = fragment < 0 ? text : text.substring(0, fragment);
        if (path.startsWith("\\")) {
            throw new IllegalArgumentException("URL has a backslash for a slash");
        }
        if (!path.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("URL has a character in its path that must be percent-encoded");
        }
        return path.startsWith("/") ? path : "/" + path;
    }

    public Origin origin() {
        return origin;
    }

    /** Path and query, at least a slash. */
    String path() {
        return path;
    }

    /** As the Host header has it, without the port of the scheme. */
    String authority() {
        String all = origin.toString().substring(origin.scheme().length() + AUTHORITY.length());
        return all.endsWith(origin.isTls() ? ":443" : ":80") ? all.substring(0, all.lastIndexOf(':')) : all;
    }
}
