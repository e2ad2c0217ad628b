package dev.prewarm.config;

/** One origin, or by {@code *.} all those under a host. */
final class OriginPattern {
    private static final String WILDCARD = "*.";

    private final Origin origin;
    private final boolean wildcard;

    private OriginPattern(Origin origin, boolean wildcard) {
        this.origin = origin;
        this.wildcard = wildcard;
    }

    /**
     * @throws IllegalArgumentException with a message for the user
     */
    static OriginPattern parse(String text) {
        int host = text.indexOf("://") + "://".length();
        if (!text.startsWith(WILDCARD, host)) {
            return new OriginPattern(Origin.parse(text), false);
        }
        String above = text.substring(0, host) + text.substring(host + WILDCARD.length());
        Origin origin = Origin.parse(above, text);
        if (above.startsWith("[", host)) {
            throw new IllegalArgumentException(
                    Text.quoted(text) + " is not an origin: a * can only stand for labels of a name");
        }
        return new OriginPattern(origin, true);
    }

    /** The origin itself; of a wildcard the bare domain, which it does not match. */
    Origin origin() {
        return origin;
    }

    boolean isWildcard() {
        return wildcard;
    }

    @Override
    public String toString() {
        return origin.toString(wildcard ? WILDCARD : "");
    }
}
