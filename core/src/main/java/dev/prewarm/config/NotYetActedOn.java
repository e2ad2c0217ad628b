package dev.prewarm.config;

import java.util.List;

/**
 * What is read, checked and shown but has no effect yet. Whoever sets it is told so. The code that makes an entry work
 * removes it here.
 */
public final class NotYetActedOn {
    private static final List<NotYetActedOn> ALL = List.of(
            new NotYetActedOn(Property.ORIGINS, OriginLists.AUTO, "origins nobody named are only observed for now"));

    private final Property property;
    private final String value;
    private final String consequence;

    private NotYetActedOn(Property property, String value, String consequence) {
        this.property = property;
        this.value = value;
        this.consequence = consequence;
    }

    public static List<NotYetActedOn> all() {
        return ALL;
    }

    public Property property() {
        return property;
    }

    /** The one value without effect, of a list the one entry; null if no value has any. */
    public String value() {
        return value;
    }

    /** For the user who set it. */
    public String warning() {
        String setting = property.propertyName() + (value == null ? "" : "=" + value);
        return setting + " is not acted on yet: " + consequence;
    }

    boolean isMeantBy(String effectiveText) {
        return value == null || Text.split(effectiveText, ',').contains(value);
    }
}
