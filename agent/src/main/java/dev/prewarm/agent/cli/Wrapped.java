package dev.prewarm.agent.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of a given width. */
final class Wrapped {
    private Wrapped() {}

    /**
     * Broken between words, so many lines at most: of what is longer the middle is left out, for reasons begin with what happened
     * and end with how long it lasts.
     */
    static List<String> lines(String text, int width, int most, String ellipsis) {
        List<String> lines = broken(text, width);
        for (int kept = text.length(); lines.size() > most; kept--) {
            lines = broken(withoutMiddle(text, kept, ellipsis), width);
        }
        return lines;
    }

    /** As much of it as has room, its end left out. */
    static String cut(String text, int width, String ellipsis) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - ellipsis.length())) + ellipsis;
    }

    private static String withoutMiddle(String text, int kept, String ellipsis) {
        int end = kept / 3;
        return text.substring(0, kept - end).stripTrailing()
                + ellipsis
                + text.substring(text.length() - end).stripLeading();
    }

    private static List<String> broken(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
