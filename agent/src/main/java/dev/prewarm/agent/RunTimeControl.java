package dev.prewarm.agent;

import dev.prewarm.config.RunTimeChange;
import dev.prewarm.config.Withdrawal;
import java.lang.instrument.Instrumentation;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What can be changed of an agent that runs: it is switched off and on, and origins are excluded. */
final class RunTimeControl {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private RunTimeControl() {}

    /** All that is asked for, or nothing; tells whoever asks, and the log. In the JVM's one thread for attaching. */
    static void change(Startup running, String arguments, Instrumentation instrumentation) {
        RunTimeChange change = RunTimeChange.of(arguments);
        if (change.obstacle() != null) {
            AttachAnswer.REFUSED.give(change.obstacle() + "; nothing was changed", instrumentation);
            return;
        }
        if (change.isEmpty()) {
            AttachAnswer.DONE.give("Prewarm " + Version.text() + " runs in it already", instrumentation);
            return;
        }
        Withdrawal before = running.withdrawal();
        Withdrawal after = change.from(before, "by attach at " + LocalTime.now().format(TIME));
        int closed = running.withdraw(after);
        String words = words(change, before, after)
                + (closed == 0 ? "" : "; closed " + closed + (closed == 1 ? " idle connection" : " idle connections"));
        running.log(words, change.warnings());
        AttachAnswer.DONE.give(String.join("; ", joined(words, change.warnings())), instrumentation);
    }

    private static String words(RunTimeChange change, Withdrawal before, Withdrawal after) {
        List<String> words = new ArrayList<>();
        if (after.isAll()) {
            words.add("Prewarm is disabled " + after.allBy() + ", clients connect normally until enabled=true");
        } else if (before.isAll()) {
            words.add("Prewarm is enabled again");
        } else if (!change.isOfOrigins()) {
            words.add("Prewarm is enabled, as before");
        }
        if (change.isOfOrigins()) {
            words.add(
                    after.origins().isEmpty()
                            ? "nothing is excluded by attach"
                            : "excluded by attach: " + String.join(", ", after.origins()));
        }
        return String.join("; ", words);
    }

    private static List<String> joined(String first, List<String> others) {
        List<String> all = new ArrayList<>(others);
        all.add(0, first);
        return all;
    }
}
