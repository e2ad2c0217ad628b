package dev.prewarm.config;

import java.time.Duration;

/** {@code 500ms}, {@code 8s}, {@code 2m}; a bare number is milliseconds. */
public final class DurationText {
    /** What the timeouts of a socket can hold, almost 25 days. */
    private static final long MOST_MILLIS = Integer.MAX_VALUE;

    private static final int SECOND = 1_000;
    private static final int MINUTE = 60_000;

    private DurationText() {}

    /** @throws IllegalArgumentException with what is wrong, to be put behind the text */
    public static Duration parse(String text) {
        int end = 0;
        while (end < text.length() && Text.isDigit(text.charAt(end))) {
            end++;
        }
        long number = Text.digits(text, 0, end, MOST_MILLIS);
        int unit = millisIn(text.substring(end));
        if (number < 0 || unit == 0) {
            throw new IllegalArgumentException("is not a duration such as 500ms, 8s or 2m");
        }
        if (number > MOST_MILLIS / unit) {
            throw new IllegalArgumentException("is longer than the " + MOST_MILLIS / MINUTE + "m allowed");
        }
        return Duration.ofMillis(number * unit);
    }

    /** With the largest unit that loses nothing. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis != 0 && millis % MINUTE == 0) {
            return millis / MINUTE + "m";
        }
        return millis % SECOND == 0 ? millis / SECOND + "s" : millis + "ms";
    }

    /** 0 for what is no unit. */
    private static int millisIn(String unit) {
        switch (unit) {
            case "":
            case "ms":
                return 1;
            case "s":
                return SECOND;
            case "m":
                return MINUTE;
            default:
                return 0;
        }
    }
}
