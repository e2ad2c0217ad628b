package dev.prewarm.agent.log;

import dev.prewarm.pool.status.Printable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** A failure as the JVM prints it, but for what it says itself: that begins no line, and nor does how it prints itself. */
final class StackTrace {
    private final StringBuilder text = new StringBuilder();
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private StackTrace() {}

    /** With a line break before it, and none at its end. */
    static String of(Throwable failure) {
        StackTrace trace = new StackTrace();
        StackTraceElement[] enclosing = {};
        String caption = "";
        for (Throwable each = failure; each != null && trace.seen.add(each); each = each.getCause()) {
            StackTraceElement[] frames = each.getStackTrace();
            trace.line(caption + each);
            trace.frames(frames, enclosing);
            enclosing = frames;
            caption = "Caused by: ";
        }
        return trace.text.toString();
    }

    /** Those that it has in common with what it is the cause of are not told again. */
    private void frames(StackTraceElement[] frames, StackTraceElement[] enclosing) {
        int own = frames.length;
        for (int same = enclosing.length; own > 0 && same > 0 && frames[own - 1].equals(enclosing[same - 1]); same--) {
            own--;
        }
        for (int i = 0; i < own; i++) {
            text.append(System.lineSeparator()).append("\tat ").append(Printable.of(frames[i].toString()));
        }
        if (own < frames.length) {
            text.append(System.lineSeparator())
                    .append("\t... ")
                    .append(frames.length - own)
                    .append(" more");
        }
    }

    private void line(String line) {
        text.append(System.lineSeparator()).append(Printable.of(line));
    }
}
