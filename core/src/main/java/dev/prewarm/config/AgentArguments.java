package dev.prewarm.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code max=4,origins=https://a,https://b,idle=5s}: a comma starts a new argument only before {@code name=}, where a
 * name is made of {@code a-z . -}; so neither a second origin nor its {@code ;max=4} is taken for one.
 */
final class AgentArguments {
    static final String SOURCE = "agent argument";

    private AgentArguments() {}

    /** By full property name, known or not. */
    static Map<String, String> parse(String text, List<String> warnings) {
        Map<String, String> arguments = new TreeMap<>();
        int start = 0;
        while (text != null && start < text.length()) {
            int end = endOfArgument(text, start);
            add(withoutOuterCommas(text.substring(start, end)), arguments, warnings);
            start = end + 1;
        }
        return arguments;
    }

    private static void add(String argument, Map<String, String> arguments, List<String> warnings) {
        if (argument.isEmpty()) {
            return;
        }
        int equals = argument.indexOf('=');
        if (equals <= 0) {
            warnings.add(SOURCE + " " + Text.quoted(argument) + " is not of the form name=value; it is ignored");
            return;
        }
        String name = argument.substring(0, equals).strip();
        String full = name.startsWith(Property.PREFIX) ? name : Property.PREFIX + name;
        if (arguments.put(full, argument.substring(equals + 1)) != null) {
            warnings.add(SOURCE + " " + Text.quoted(name) + " is given more than once; the last one is used");
        }
    }

    private static int endOfArgument(String text, int start) {
        int end = text.indexOf(',', start);
        while (end >= 0 && !startsWithName(text, end + 1)) {
            end = text.indexOf(',', end + 1);
        }
        return end < 0 ? text.length() : end;
    }

    private static boolean startsWithName(String text, int start) {
        int name = skipBlanks(text, start);
        int end = name;
        while (end < text.length() && isOfName(text.charAt(end))) {
            end++;
        }
        int equals = skipBlanks(text, end);
        return end > name && equals < text.length() && text.charAt(equals) == '=';
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c == '.' || c == '-';
    }

    private static int skipBlanks(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    private static String withoutOuterCommas(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isCommaOrBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isCommaOrBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isCommaOrBlank(char c) {
        return c == ',' || Character.isWhitespace(c);
    }
}
