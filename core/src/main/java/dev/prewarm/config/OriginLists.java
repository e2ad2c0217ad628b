package dev.prewarm.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code prewarm.origins} and {@code prewarm.exclude}, read. Filled by one thread, then only read. */
final class OriginLists {
    static final String AUTO = "auto";

    private static final String CLIENT_CERT = "client-cert";
    private static final String CUSTOM_TRUST = "custom-trust";
    private static final String WARM = "warm";
    private static final Property[] OPTIONS = {Property.MAX, Property.MIN, Property.IDLE, Property.KEEP_WARM};

    private final OriginTable<OriginSettings> named = new OriginTable<>();
    private final OriginTable<Boolean> excluded = new OriginTable<>();
    private final ExcludedHosts excludedHosts = new ExcludedHosts();
    private final Map<String, String> namedTexts = new LinkedHashMap<>();
    private final Map<String, String> excludedTexts = new LinkedHashMap<>();
    private final Map<Property, Object> values;
    private final boolean idleGiven;
    private final List<String> warnings;

    /**
     * @param values the global settings, corrected
     */
    OriginLists(Map<Property, Object> values, boolean idleGiven, List<String> warnings) {
        this.values = values;
        this.idleGiven = idleGiven;
        this.warnings = warnings;
    }

    OriginSettings findNamed(Origin origin) {
        return named.find(origin);
    }

    boolean isExcluded(Origin origin) {
        return excluded.find(origin) != null || excludedHosts.contains(origin);
    }

    boolean isAuto() {
        return namedTexts.containsKey(AUTO);
    }

    /** The entries of {@code prewarm.origins} that are used, in the user's order and one spelling. */
    List<String> namedTexts() {
        return new ArrayList<>(namedTexts.values());
    }

    List<String> excludedTexts() {
        return new ArrayList<>(excludedTexts.values());
    }

    void readNamed(Given list) {
        for (String entry : Text.split(list.text(), ',')) {
            List<String> parts = Text.split(entry, ';');
            if (parts.isEmpty()) {
                continue;
            }
            if (parts.get(0).equalsIgnoreCase(AUTO)) {
                namedTexts.put(AUTO, AUTO);
                if (parts.size() > 1) {
                    warnOfOptions(list, entry);
                }
                continue;
            }
            OriginPattern pattern = parseNamed(list, parts.get(0));
            if (pattern != null) {
                addNamed(list, pattern, parts);
            }
        }
    }

    void readExcluded(Given list) {
        for (String entry : Text.split(list.text(), ',')) {
            List<String> parts = Text.split(entry, ';');
            boolean options = false;
            for (int i = 0; i < parts.size(); i++) {
                boolean option = i > 0 && parts.get(i).indexOf('=') >= 0;
                options |= option;
                if (!option) {
                    exclude(list, parts.get(i));
                }
            }
            if (options) {
                warnOfOptions(list, entry);
            }
        }
    }

    private void exclude(Given list, String text) {
        try {
            OriginPattern pattern = OriginPattern.parse(text);
            excluded.put(pattern, Boolean.TRUE);
            excludedTexts.put(pattern.toString(), pattern.toString());
        } catch (IllegalArgumentException e) {
            List<String> hosts = excludedHosts.add(text);
            for (String host : hosts) {
                excludedTexts.put(host, host);
            }
            String instead = hosts.isEmpty()
                    ? "no host can be read in it, nothing is excluded by it"
                    : "excluded instead, with any scheme and port: " + String.join(", ", hosts);
            warnings.add(list.where() + ": " + e.getMessage() + "; " + instead);
        }
    }

    private OriginPattern parseNamed(Given list, String text) {
        try {
            return OriginPattern.parse(text);
        } catch (IllegalArgumentException e) {
            warnings.add(list.where() + ": " + e.getMessage() + "; this entry is ignored");
            return null;
        }
    }

    private void warnOfOptions(Given list, String entry) {
        warnings.add(list.where() + ": the options in " + Text.quoted(entry) + " have no effect there and are ignored");
    }

    private void addNamed(Given list, OriginPattern pattern, List<String> parts) {
        String where = list.where() + ", " + pattern;
        Map<Property, Object> own = new TreeMap<>();
        boolean clientCertWarm = false;
        boolean customTrustWarm = false;
        for (String option : parts.subList(1, parts.size())) {
            int equals = option.indexOf('=');
            if (equals < 0) {
                warnings.add(where + ": option " + Text.quoted(option) + " has no value and is ignored");
                continue;
            }
            String name = option.substring(0, equals).strip();
            String text = option.substring(equals + 1).strip();
            if (name.equals(CLIENT_CERT)) {
                String otherwise = "warm connections with a client certificate are not used";
                clientCertWarm = readWarm(where, name, text, clientCertWarm, otherwise);
            } else if (name.equals(CUSTOM_TRUST)) {
                String otherwise = "TLS is not done ahead where the application has its own trust managers";
                customTrustWarm = readWarm(where, name, text, customTrustWarm, otherwise);
            } else {
                readOption(where, name, text, own);
            }
        }
        Map<Property, Object> all = new TreeMap<>(values);
        all.putAll(own);
        capMin(where, own, all);
        boolean ownIdle = own.containsKey(Property.IDLE);
        OriginSettings settings = new OriginSettings(
                Mode.NAMED, pattern.isWildcard(), all, idleGiven || ownIdle, clientCertWarm, customTrustWarm);
        if (named.put(pattern, settings) != null) {
            warnings.add(where + ": given more than once; the last one is used");
        }
        namedTexts.put(
                pattern.toString(),
                pattern + text(own) + text(CLIENT_CERT, clientCertWarm) + text(CUSTOM_TRUST, customTrustWarm));
    }

    /** @param otherwise what holds without it */
    private boolean readWarm(String where, String name, String text, boolean before, String otherwise) {
        if (text.isEmpty() || text.equalsIgnoreCase(WARM)) {
            return before || !text.isEmpty();
        }
        warnings.add(where + ": " + name + "=" + Text.quoted(text) + " is not " + WARM + "; " + otherwise);
        return before;
    }

    private static String text(String option, boolean warm) {
        return warm ? ";" + option + "=" + WARM : "";
    }

    private void readOption(String where, String name, String text, Map<Property, Object> own) {
        Property property = optionNamed(name);
        if (property == null) {
            String near = nearestOption(name);
            warnings.add(where + ": option " + Text.quoted(name) + " is unknown and ignored"
                    + (near == null ? "" : "; did you mean " + near + "?"));
            return;
        }
        if (text.isEmpty()) {
            return;
        }
        try {
            own.put(property, property.kind().parse(text));
        } catch (IllegalArgumentException e) {
            warnings.add(where + ": " + name + "=" + Text.quoted(text) + " " + e.getMessage() + "; using "
                    + Kind.text(values.get(property)));
        }
    }

    private void capMin(String where, Map<Property, Object> own, Map<Property, Object> all) {
        Integer max = (Integer) all.get(Property.MAX);
        Integer min = (Integer) all.get(Property.MIN);
        if (min <= max) {
            return;
        }
        all.put(Property.MIN, max);
        // Whoever writes max=0 wants this origin left alone, and need not undo the global min as well.
        if (max > 0 || own.containsKey(Property.MIN)) {
            warnings.add(where + ": min=" + min + " is more than max=" + max + "; using min=" + max);
        }
        own.replace(Property.MIN, max);
    }

    private static String text(Map<Property, Object> own) {
        StringBuilder text = new StringBuilder();
        for (Property option : OPTIONS) {
            if (own.containsKey(option)) {
                text.append(';').append(option.shortName()).append('=').append(Kind.text(own.get(option)));
            }
        }
        return text.toString();
    }

    private static Property optionNamed(String name) {
        for (Property option : OPTIONS) {
            if (option.shortName().equals(name)) {
                return option;
            }
        }
        return null;
    }

    private static String nearestOption(String name) {
        Spelling spelling = new Spelling(name, Spelling.slack(name.length()));
        for (Property option : OPTIONS) {
            spelling.offer(option.shortName());
        }
        spelling.offer(CLIENT_CERT);
        spelling.offer(CUSTOM_TRUST);
        return spelling.nearest();
    }
}
