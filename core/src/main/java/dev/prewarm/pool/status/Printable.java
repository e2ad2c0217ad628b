package dev.prewarm.pool.status;

/**
 * Text that others have chosen (a host, the name in a certificate, the message of an exception) as people are shown it: on one
 * line, and nothing in it steers a terminal, or turns around what follows. No two texts look the same.
 */
public final class Printable {
    private Printable() {}

    /** With Java's escapes for control and format characters, separators of lines, backslashes, and what is no character. */
    public static String of(String text) {
        StringBuilder escaped = null;
        int length;
        for (int at = 0; at < text.length(); at += length) {
            int point = text.codePointAt(at);
            length = Character.charCount(point);
            boolean plain = isPlain(point);
            if (!plain && escaped == null) {
                escaped = new StringBuilder(text.length() + 16).append(text, 0, at);
            }
            if (plain && escaped != null) {
                escaped.appendCodePoint(point);
            } else if (!plain) {
                escape(text, at, length, escaped);
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    private static void escape(String text, int at, int length, StringBuilder into) {
        if (text.charAt(at) == '\\') {
            into.append("\\\\");
            return;
        }
        for (int i = at; i < at + length; i++) {
            into.append("\\u").append(Integer.toHexString(0x10000 | text.charAt(i)), 1, 5);
        }
    }

    private static boolean isPlain(int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL:
            case Character.FORMAT:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
            case Character.PRIVATE_USE:
            case Character.SURROGATE:
            case Character.UNASSIGNED:
                return false;
            default:
                return point != '\\';
        }
    }
}
