package dev.prewarm.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything the user set, checked and complete. What could not be used was corrected, and {@link #warnings()} says so.
 * Immutable. Plain loops throughout this package, and trees instead of EnumMap, which reflects: it runs at the start of
 * the JVM, where the first lambda or method handle costs up to 10 ms.
 */
public final class Settings {
    private final Map<Property, Object> values;
    private final OriginLists lists;
    private final OriginSettings unnamed;
    private final OriginSettings excluded;
    private final List<String> origins;
    private final Map<String, String> shown;
    private final List<String> warnings;

    private Settings(Map<Property, Object> values, boolean idleGiven, OriginLists lists, List<String> warnings) {
        this.values = values;
        this.lists = lists;
        this.unnamed =
                new OriginSettings(lists.isAuto() ? Mode.AUTO : Mode.OBSERVED, false, values, idleGiven, false, false);
        this.excluded = new OriginSettings(Mode.EXCLUDED, false, values, idleGiven, false, false);
        this.origins = Collections.unmodifiableList(lists.namedTexts());
        this.shown = Collections.unmodifiableMap(texts(values));
        this.warnings = Collections.unmodifiableList(warnings);
    }

    /**
     * Reads all sources, the file named by {@code prewarm.config} included. Never throws, whatever they hold.
     *
     * @param agentArguments what followed the {@code =} of {@code -javaagent}; may be null
     */
    public static Settings read(
            String agentArguments, Map<String, String> systemProperties, Map<String, String> environment) {
        List<String> warnings = new ArrayList<>();
        Sources sources = new Sources(agentArguments, systemProperties, environment, warnings);
        sources.warnOfUnknownNames(warnings);

        Map<Property, Object> values = new TreeMap<>();
        Set<Property> used = new TreeSet<>();
        for (Property property : Property.all()) {
            if (readValue(property, sources.find(property), values, warnings)) {
                used.add(property);
            }
        }
        capMin(values, used.contains(Property.MIN) ? sources.find(Property.MIN) : null, warnings);

        boolean idleGiven = used.contains(Property.IDLE);
        OriginLists lists = new OriginLists(values, idleGiven, warnings);
        if (used.contains(Property.ORIGINS)) {
            lists.readNamed(sources.find(Property.ORIGINS));
        }
        if (used.contains(Property.EXCLUDE)) {
            lists.readExcluded(sources.find(Property.EXCLUDE));
        }
        values.put(Property.ORIGINS, String.join(",", lists.namedTexts()));
        values.put(Property.EXCLUDE, String.join(",", lists.excludedTexts()));

        return new Settings(values, idleGiven, lists, warnings);
    }

    /** The same as {@link #enabled()} of all settings, for far less: what an agent that is switched off costs. */
    public static boolean enabledIn(
            String agentArguments, Map<String, String> systemProperties, Map<String, String> environment) {
        Sources sources = new Sources(agentArguments, systemProperties, environment, new ArrayList<>());
        Given given = sources.find(Property.ENABLED);
        return given == null || !given.text().equalsIgnoreCase("false");
    }

    public boolean enabled() {
        return (Boolean) values.get(Property.ENABLED);
    }

    /**
     * @param client {@code jdk}, {@code okhttp} or {@code apache}
     * @throws IllegalArgumentException for any other, which is a bug of the caller's
     */
    public boolean clientEnabled(String client) {
        Property property = Property.named("prewarm.client." + client);
        if (property == null) {
            throw new IllegalArgumentException("no such client: " + client);
        }
        return (Boolean) values.get(property);
    }

    /** The most warm connections and connections being opened, over all origins. */
    public int maxTotal() {
        return (Integer) values.get(Property.MAX_TOTAL);
    }

    public LogLevel log() {
        return (LogLevel) values.get(Property.LOG);
    }

    /**
     * What holds for this origin, never null: the most specific entry wins, and an exclusion beats all. A host that may be written
     * in several ways may be excluded by another.
     */
    public OriginSettings forOrigin(Origin origin) {
        if (!origin.isCanonical() || lists.isExcluded(origin)) {
            return excluded;
        }
        OriginSettings named = lists.findNamed(origin);
        return named == null ? unnamed : named;
    }

    /** What holds for an origin that is left alone. */
    public OriginSettings excluded() {
        return excluded;
    }

    /** Whether no origin is to be warmed: {@code prewarm.origins} is empty, or nothing in it could be used. */
    public boolean observesOnly() {
        return origins.isEmpty();
    }

    /** The entries of {@code prewarm.origins} that are used, in the user's order, ports and options spelt out. */
    public List<String> origins() {
        return origins;
    }

    /** One sentence for each thing that was wrong, for the log, in the same order for the same settings. */
    public List<String> warnings() {
        return warnings;
    }

    /** The value of every property, as it could be written in the file, by full name and in the contract's order. */
    public Map<String, String> shown() {
        return shown;
    }

    /** Whether the given value is used; an empty one is as good as none. */
    private static boolean readValue(
            Property property, Given given, Map<Property, Object> values, List<String> warnings) {
        values.put(property, property.defaultValue());
        if (given == null || given.text().isEmpty()) {
            return false;
        }
        try {
            values.put(property, property.kind().parse(given.text()));
            return true;
        } catch (IllegalArgumentException e) {
            warnings.add(given + " " + e.getMessage() + "; using " + property.defaultText());
            return false;
        }
    }

    private static void capMin(Map<Property, Object> values, Given given, List<String> warnings) {
        Integer min = (Integer) values.get(Property.MIN);
        Integer max = (Integer) values.get(Property.MAX);
        if (min <= max) {
            return;
        }
        values.put(Property.MIN, max);
        // The default is no contradiction: only max=0 is below it, and that says plainly what it wants.
        if (given != null) {
            warnings.add(given + " is more than " + Property.MAX.propertyName() + "=" + max + "; using " + max);
        }
    }

    private static Map<String, String> texts(Map<Property, Object> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Property property : Property.all()) {
            texts.put(property.propertyName(), Kind.text(values.get(property)));
        }
        return texts;
    }
}
