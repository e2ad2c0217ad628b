package dev.prewarm.report;

import java.util.Map;

/**
 * Writes JSON, indented, in printable ASCII alone: it looks the same in any terminal and any charset, and nothing in it can
 * steer a terminal. Not thread-safe.
 */
public final class Json {
    private static final String INDENT = "  ";
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private final StringBuilder text = new StringBuilder();
    private int depth;

    private Json() {}

    /**
     * @param value a Map, an Iterable, a Number (what JSON has no number for is null), a Boolean, null, or else its text
     */
    public static String text(Object value) {
        Json json = new Json();
        json.value(value);
        return json.text.append('\n').toString();
    }

    private void value(Object value) {
        if (value instanceof Map) {
            object((Map<?, ?>) value);
        } else if (value instanceof Iterable) {
            array((Iterable<?>) value);
        } else if (value == null || value instanceof Boolean || isFiniteNumber(value)) {
            text.append(value);
        } else if (value instanceof Number) {
            text.append("null");
        } else {
            string(value.toString());
        }
    }

    private static boolean isFiniteNumber(Object value) {
        return value instanceof Number && Double.isFinite(((Number) value).doubleValue());
    }

    private void object(Map<?, ?> members) {
        text.append('{');
        depth++;
        boolean first = true;
        for (Map.Entry<?, ?> member : members.entrySet()) {
            nextLine(first);
            string(member.getKey().toString());
            text.append(": ");
            value(member.getValue());
            first = false;
        }
        end(first, '}');
    }

    private void array(Iterable<?> elements) {
        text.append('[');
        depth++;
        boolean first = true;
        for (Object element : elements) {
            nextLine(first);
            value(element);
            first = false;
        }
        end(first, ']');
    }

    private void nextLine(boolean first) {
        text.append(first ? "\n" : ",\n");
        text.append(INDENT.repeat(depth));
    }

    private void end(boolean empty, char bracket) {
        depth--;
        if (!empty) {
            text.append('\n').append(INDENT.repeat(depth));
        }
        text.append(bracket);
    }

    private void string(String raw) {
        text.append('"');
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE) {
                text.append(c);
            } else {
                text.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            }
        }
        text.append('"');
    }
}
