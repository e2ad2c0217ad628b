package dev.prewarm.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What its user takes back while the agent runs: everything, or some origins, besides those of {@code prewarm.exclude}. It goes
 * cold, and what was learnt is kept. Immutable.
 */
public final class Withdrawal {
    public static final Withdrawal NOTHING = new Withdrawal(null, null, null);

    private final String allBy;
    private final OriginLists excluded;
    private final String excludedBy;

    private Withdrawal(String allBy, OriginLists excluded, String excludedBy) {
        this.allBy = allBy;
        this.excluded = excluded;
        this.excludedBy = excludedBy;
    }

    /** Whether it is everything. */
    public boolean isAll() {
        return allBy != null;
    }

    /** Who took everything back, and when; null if that is not so. */
    public String allBy() {
        return allBy;
    }

    /** Who took this origin back, itself or with all others, and when; null: nobody. */
    public String by(Origin origin) {
        if (allBy != null) {
            return allBy;
        }
        return excluded != null && excluded.isExcluded(origin) ? excludedBy : null;
    }

    /** Those that are taken back by name. */
    public List<String> origins() {
        return excluded == null ? List.of() : excluded.excludedTexts();
    }

    /** Everything. */
    Withdrawal ofAll(String by) {
        return new Withdrawal(by, excluded, excludedBy);
    }

    /** No more than single origins. */
    Withdrawal notOfAll() {
        return new Withdrawal(null, excluded, excludedBy);
    }

    /** These origins, instead of others that were named so before. */
    Withdrawal ofOrigins(OriginLists origins, String by) {
        return new Withdrawal(allBy, origins.excludedTexts().isEmpty() ? null : origins, by);
    }

    /** The settings in force, of those that were in force at the start, by full name. */
    public Map<String, String> shownIn(Map<String, String> settings) {
        Map<String, String> shown = new LinkedHashMap<>(settings);
        if (allBy != null) {
            shown.put(Property.ENABLED.propertyName(), "false");
        }
        if (excluded != null) {
            String more = String.join(",", origins());
            shown.merge(
                    Property.EXCLUDE.propertyName(), more, (given, own) -> given.isEmpty() ? own : given + "," + own);
        }
        return shown;
    }
}
