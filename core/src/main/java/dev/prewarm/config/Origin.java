package dev.prewarm.config;

/** Scheme, host and port: what a user names. Immutable; equal if all three are. */
public final class Origin {
    private static final int LAST_PORT = 65_535;

    private final boolean tls;
    private final String host;
    private final int port;
    private final boolean canonical;

    private Origin(boolean tls, String host, int port, boolean canonical) {
        this.tls = tls;
        this.host = host;
        this.port = port;
        this.canonical = canonical;
    }

    /**
     * Reads {@code https://host:port}, the port by scheme if there is none, IPv6 in brackets, with or without a slash behind.
     *
     * @throws IllegalArgumentException with a message for the user, for anything else
     */
    public static Origin parse(String text) {
        return parse(text, text);
    }

    /** With the text that a message should quote, if something was cut off before. */
    static Origin parse(String text, String quote) {
        String stripped = text.strip();
        int end = stripped.indexOf("://");
        if (end < 0) {
            throw refused(quote, "it does not start with http:// or https://");
        }
        String scheme = stripped.substring(0, end);
        boolean tls = scheme.equalsIgnoreCase("https");
        if (!tls && !scheme.equalsIgnoreCase("http")) {
            throw refused(quote, "its scheme is neither http nor https");
        }
        String authority = stripped.substring(end + "://".length());
        if (authority.endsWith("/")) {
            authority = authority.substring(0, authority.length() - 1);
        }
        refuseMoreThanAuthority(authority, quote);
        return authority.startsWith("[") ? parseLiteral(tls, authority, quote) : parseName(tls, authority, quote);
    }

    /**
     * An origin as a client knows it; for every request, so cheap. Never resolves a name, never throws.
     *
     * @param host a name, an IPv4 address, or an IPv6 address with or without brackets and zone
     * @param port negative for the port of the scheme
     */
    public static Origin of(boolean tls, String host, int port) {
        String canonical = HostName.canonical(host);
        return new Origin(tls, canonical == null ? host : canonical, port < 0 ? portOf(tls) : port, canonical != null);
    }

    public String scheme() {
        return tls ? "https" : "http";
    }

    /** As in {@link HostName}, IPv6 without brackets and zone; as the client has it where there is no such spelling. */
    public String host() {
        return host;
    }

    /** Whether every client that means this host has the same origin: else what is said of it may have been missed. */
    boolean isCanonical() {
        return canonical;
    }

    public int port() {
        return port;
    }

    public boolean isTls() {
        return tls;
    }

    /** The same with the first label of the host taken off; null if there is no other. */
    Origin parent() {
        int dot = host.indexOf('.');
        boolean hasParent = dot >= 0 && dot + 1 < host.length() && host.indexOf(':') < 0;
        return hasParent ? new Origin(tls, host.substring(dot + 1), port, canonical) : null;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Origin)) {
            return false;
        }
        Origin that = (Origin) other;
        return tls == that.tls && port == that.port && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return (host.hashCode() * 31 + port) * 31 + (tls ? 1 : 0);
    }

    /** {@code https://host:port}, the port always, IPv6 in brackets. */
    @Override
    public String toString() {
        return toString("");
    }

    String toString(String beforeHost) {
        boolean literal = host.indexOf(':') >= 0 && !host.startsWith("[");
        return scheme() + "://" + beforeHost + (literal ? "[" + host + "]" : host) + ":" + port;
    }

    private static void refuseMoreThanAuthority(String authority, String quote) {
        for (int i = 0; i < authority.length(); i++) {
            switch (authority.charAt(i)) {
                case '@':
                    throw refused(quote, "it has user info, which an origin can't have");
                case '/':
                case '\\':
                    throw refused(quote, "it has a path, which an origin can't have");
                case '?':
                    throw refused(quote, "it has a query, which an origin can't have");
                case '#':
                    throw refused(quote, "it has a fragment, which an origin can't have");
                default:
            }
        }
    }

    private static Origin parseLiteral(boolean tls, String authority, String quote) {
        int end = authority.indexOf(']') + 1;
        String host = Ipv6.canonical(authority.substring(0, end));
        if (host == null) {
            throw refused(quote, "there is no IPv6 address in its brackets");
        }
        return new Origin(tls, host, parsePort(tls, authority.substring(end), quote), true);
    }

    private static Origin parseName(boolean tls, String authority, String quote) {
        int colon = authority.indexOf(':');
        if (colon != authority.lastIndexOf(':')) {
            throw refused(quote, "an IPv6 address needs brackets, as in https://[::1]:8443");
        }
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String canonical = HostName.canonical(host);
        if (canonical == null) {
            throw refused(quote, whatIsWrong(host));
        }
        return new Origin(tls, canonical, parsePort(tls, authority.substring(host.length()), quote), true);
    }

    private static String whatIsWrong(String host) {
        boolean ascii = true;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            ascii &= c < 128;
            if (c == '*') {
                return "a * can only stand for whole labels in front, as in https://*.example.com";
            }
            if (c < 128 && !Character.isLetterOrDigit(c) && "-._".indexOf(c) < 0) {
                return "its host has a character that no host can have";
            }
        }
        if (!ascii) {
            return "not all clients spell its host the same way: write the xn-- form";
        }
        if (host.isEmpty()) {
            return "it has no host";
        }
        if (host.length() > HostName.MOST_CHARACTERS) {
            return "its host is longer than the " + HostName.MOST_CHARACTERS + " characters of DNS";
        }
        if (Ipv4.isNumeric(host)) {
            return "its host is not an IPv4 address in decimal numbers";
        }
        return "its host has an empty label";
    }

    private static int parsePort(boolean tls, String text, String quote) {
        if (text.isEmpty()) {
            return portOf(tls);
        }
        long port = text.startsWith(":") ? Text.digits(text, 1, text.length(), LAST_PORT) : -1;
        if (port < 1 || port > LAST_PORT) {
            throw refused(quote, "its port is not a number from 1 to " + LAST_PORT);
        }
        return (int) port;
    }

    private static int portOf(boolean tls) {
        return tls ? 443 : 80;
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException(Text.quoted(text) + " is not an origin: " + why);
    }
}
