package dev.prewarm.config;

/** The text somebody gave a property, and where. */
final class Given {
    private final Property property;
    private final String text;
    private final String source;

    Given(Property property, String text, String source) {
        this.property = property;
        this.text = text.strip();
        this.source = source;
    }

    String text() {
        return text;
    }

    /** Property and source, such as {@code prewarm.max (system property)}. */
    String where() {
        return property.propertyName() + " (" + source + ")";
    }

    /** Property, text and source, such as {@code prewarm.max='many' (system property)}. */
    @Override
    public String toString() {
        return property.propertyName() + "=" + Text.quoted(text) + " (" + source + ")";
    }
}
