package dev.prewarm.config;

import java.time.Duration;
import java.util.Locale;

/** How the text of a property becomes a value, and back. */
enum Kind {
    SWITCH,
    COUNT,
    DURATION,
    /** Where zero would mean "forever" to a socket, or a connection opened only to be closed. */
    POSITIVE_DURATION,
    LOG_LEVEL,
    NON_IDEMPOTENT,
    /** Taken as it is; a list of origins is parsed once everything it falls back to is known. */
    TEXT;

    /**
     * @throws IllegalArgumentException whose message continues "this text …"
     */
    Object parse(String text) {
        switch (this) {
            case SWITCH:
                return flag(text);
            case COUNT:
                return count(text);
            case DURATION:
                return DurationText.parse(text);
            case POSITIVE_DURATION:
                Duration duration = DurationText.parse(text);
                if (duration.isZero()) {
                    throw new IllegalArgumentException("is not more than 0");
                }
                return duration;
            case LOG_LEVEL:
                return constant(LogLevel.values(), text);
            case NON_IDEMPOTENT:
                return constant(NonIdempotent.values(), text);
            default:
                return text;
        }
    }

    /** The value as a user would write it. */
    static String text(Object value) {
        if (value instanceof Duration) {
            return DurationText.text((Duration) value);
        }
        if (value instanceof Enum) {
            return ((Enum<?>) value).name().toLowerCase(Locale.ROOT);
        }
        return String.valueOf(value);
    }

    private static Boolean flag(String text) {
        if (text.equalsIgnoreCase("true")) {
            return Boolean.TRUE;
        }
        if (text.equalsIgnoreCase("false")) {
            return Boolean.FALSE;
        }
        throw new IllegalArgumentException("is neither true nor false");
    }

    private static Integer count(String text) {
        long count = Text.digits(text, 0, text.length(), Integer.MAX_VALUE);
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("is not a whole number from 0 to " + Integer.MAX_VALUE);
        }
        return (int) count;
    }

    private static <E extends Enum<E>> E constant(E[] constants, String text) {
        StringBuilder names = new StringBuilder("is none of ");
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
            names.append(constant.ordinal() == 0 ? "" : ", ").append(text(constant));
        }
        throw new IllegalArgumentException(names.toString());
    }
}
