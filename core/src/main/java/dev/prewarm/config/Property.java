package dev.prewarm.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The one table of what can be set, in the order of the contract. */
public enum Property {
    ENABLED("enabled", "true", Kind.SWITCH, "`false`: the agent installs nothing"),
    CONFIG("config", "", Kind.TEXT, "a properties file with any of these"),
    ORIGINS(
            "origins",
            "",
            Kind.TEXT,
            "origins to warm: `https://host:port`, `http://*.example.com`, comma separated, each with optional "
                    + "`;max=4;min=2;idle=5s;keep-warm=2m;client-cert=warm;custom-trust=warm`; and/or `auto`: every origin seen to close. "
                    + "Empty: observe only, and advise"),
    EXCLUDE("exclude", "", Kind.TEXT, "origins never warmed, same form; beats the rest"),
    MIN("min", "1", Kind.COUNT, "stock kept for a named origin while it is kept warm; `0` allowed"),
    MAX(
            "max",
            "64",
            Kind.COUNT,
            "cap of stock + connections being opened per origin, all its keys and addresses together; "
                    + "the client's own cold connections don't count; `0`: not warmed"),
    MAX_TOTAL("max-total", "256", Kind.COUNT, "the same over all origins"),
    IDLE("idle", "8s", Kind.POSITIVE_DURATION, "how long a warm connection may be parked before it is closed unused"),
    KEEP_WARM("keep-warm", "90s", Kind.DURATION, "how long after its last request a named origin keeps its `min`"),
    CONNECT_TIMEOUT(
            "connect-timeout", "2s", Kind.POSITIVE_DURATION, "for connections opened ahead (TCP, and again for TLS)"),
    TLS("tls", "true", Kind.SWITCH, "`false`: only TCP is opened ahead"),
    NON_IDEMPOTENT(
            "non-idempotent",
            "fresh",
            Kind.NON_IDEMPOTENT,
            "POST, PATCH and the like: `fresh`: only a connection that is at most 1 s old, or younger than half the age up to "
                    + "which this server was seen to leave silent connections alone; `cold`: never; `warm`: any"),
    CLIENT_JDK("client.jdk", "true", Kind.SWITCH, "kill switch for java.net.http.HttpClient"),
    CLIENT_OKHTTP("client.okhttp", "true", Kind.SWITCH, "kill switch for OkHttp"),
    CLIENT_APACHE("client.apache", "true", Kind.SWITCH, "kill switch for Apache HttpClient 5"),
    LOG("log", "info", Kind.LOG_LEVEL, "error, warn, info, debug, trace; to stderr");

    static final String PREFIX = "prewarm.";
    static final String ENVIRONMENT_PREFIX = "PREWARM_";

    private static final List<Property> ALL = Collections.unmodifiableList(Arrays.asList(values()));

    private final String name;
    private final String environmentName;
    private final String defaultText;
    private final Kind kind;
    private final String description;

    Property(String shortName, String defaultText, Kind kind, String description) {
        this.name = "prewarm." + shortName;
        this.environmentName = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        this.defaultText = defaultText;
        this.kind = kind;
        this.description = description;
    }

    /** All of them, in the order of the contract. */
    public static List<Property> all() {
        return ALL;
    }

    /** As a system property or a line of the file, such as {@code prewarm.max-total}. */
    public String propertyName() {
        return name;
    }

    /** As an environment variable, such as {@code PREWARM_MAX_TOTAL}. */
    public String environmentName() {
        return environmentName;
    }

    /** Whether there is one of this name, its prefix left out or not. */
    public static boolean isArgument(String name) {
        return named(name) != null || named(PREFIX + name) != null;
    }

    /** As a user would write it; empty where nothing is set. */
    public String defaultText() {
        return defaultText;
    }

    /** What it means, in the Markdown of the docs. */
    public String description() {
        return description;
    }

    /** As an agent argument or an option of an origin, such as {@code max-total}. */
    String shortName() {
        return name.substring(PREFIX.length());
    }

    Kind kind() {
        return kind;
    }

    Object defaultValue() {
        return kind.parse(defaultText);
    }

    /** The property of this full name, or null. */
    static Property named(String name) {
        for (Property property : ALL) {
            if (property.name.equals(name)) {
                return property;
            }
        }
        return null;
    }
}
