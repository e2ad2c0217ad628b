package dev.prewarm.config;

import java.util.ArrayList;
import java.util.List;

/** What {@code String} offers only by regular expressions or exceptions. */
final class Text {
    private static final int LONGEST_QUOTE = 200;

    private Text() {}

    /** The parts between the separators, stripped; empty ones are left out. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf(separator, start);
            if (end < 0) {
                end = text.length();
            }
            String part = text.substring(start, end).strip();
            if (!part.isEmpty()) {
                parts.add(part);
            }
            start = end + 1;
        }
        return parts;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The number these ASCII digits make, {@code most + 1} if it is more than that, -1 if they are not digits. */
    static long digits(String text, int start, int end, long most) {
        if (start >= end) {
            return -1;
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = Math.min(number * 10 + text.charAt(i) - '0', most + 1);
        }
        return number;
    }

    /**
     * In quotes and fit for one line of a log: nothing that breaks or reorders it, not endless, and no password of an URL
     * that should not have had one.
     */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        String clean = withoutUserInfo(text);
        for (int i = 0; i < clean.length() && i < LONGEST_QUOTE; i++) {
            char c = clean.charAt(i);
            quoted.append(isShown(c) ? c : '?');
        }
        return quoted.append(clean.length() > LONGEST_QUOTE ? "...'" : "'").toString();
    }

    private static boolean isShown(char c) {
        switch (Character.getType(c)) {
            case Character.CONTROL:
            case Character.FORMAT:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
                return false;
            default:
                return true;
        }
    }

    private static String withoutUserInfo(String text) {
        int scheme = text.indexOf("://");
        int at = text.lastIndexOf('@');
        return scheme < 0 || at < scheme ? text : text.substring(0, scheme) + "://***" + text.substring(at);
    }
}
