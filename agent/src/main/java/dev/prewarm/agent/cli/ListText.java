package dev.prewarm.agent.cli;

import dev.prewarm.pool.status.Printable;
import java.util.ArrayList;
import java.util.List;

/** JVMs as a table for people, the origins of each agent below its JVM. */
final class ListText {
    private static final int MOST_ORIGINS = 5;

    private final List<String> lines = new ArrayList<>();

    private ListText() {}

    static String of(List<ListedJvm> jvms) {
        ListText text = new ListText();
        if (jvms.isEmpty()) {
            text.line("no other JVM of this user runs");
        } else {
            text.table(jvms);
        }
        return String.join(System.lineSeparator(), text.lines) + System.lineSeparator();
    }

    private void table(List<ListedJvm> jvms) {
        int pids = "PID".length();
        int javas = "JDK".length();
        int mains = "main".length();
        for (ListedJvm jvm : jvms) {
            pids = Math.max(pids, Long.toString(jvm.pid()).length());
            javas = Math.max(javas, Printable.of(jvm.java()).length());
            mains = Math.max(mains, Printable.of(jvm.shortMain()).length());
        }
        String row = "%" + pids + "s  %-" + javas + "s  %-" + mains + "s  %s";
        line(String.format(row, "PID", "JDK", "main", "Prewarm"));
        boolean isAnyWithout = false;
        for (ListedJvm jvm : jvms) {
            line(String.format(
                    row,
                    jvm.pid(),
                    Printable.of(jvm.java()),
                    Printable.of(jvm.shortMain()),
                    Printable.of(summary(jvm))));
            if (jvm.agent() != null) {
                origins(jvm, " ".repeat(pids + 2));
            }
            isAnyWithout |= jvm.agent() == null && jvm.unreadable().isEmpty();
        }
        if (isAnyWithout) {
            line("");
            line("-: the agent is not in it, or no HTTP client has been used in it yet");
        }
    }

    private static String summary(ListedJvm jvm) {
        if (jvm.agent() != null) {
            return jvm.agent().summary();
        }
        return jvm.unreadable().isEmpty() ? "-" : jvm.unreadable();
    }

    private void origins(ListedJvm jvm, String indent) {
        List<String> origins = jvm.agent().originLines();
        origins.stream().limit(MOST_ORIGINS).forEach(each -> line(indent + Printable.of(each)));
        long more = Math.max(0, origins.size() - MOST_ORIGINS) + jvm.agent().others();
        if (more > 0) {
            line(indent + "and " + StatusFigures.count(more) + " more: status " + jvm.pid());
        }
    }

    private void line(String line) {
        lines.add(line.stripTrailing());
    }
}
