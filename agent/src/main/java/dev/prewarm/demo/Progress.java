package dev.prewarm.demo;

import dev.prewarm.agent.cli.Terminal;
import java.io.PrintStream;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** One line per run: on a terminal it counts while the run lasts, elsewhere it is completed at the end. */
final class Progress {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LABEL = 50;

    private final PrintStream out;
    private final Terminal terminal;
    private String label = "";
    private long shown;

    Progress(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void start(String what) {
        label = what + " ".repeat(Math.max(1, LABEL - what.length()));
        shown = System.nanoTime() - PAUSE;
        out.print(label);
        out.flush();
    }

    void show(int ended, int planned) {
        long now = System.nanoTime();
        if (terminal.ansi() && now - shown >= PAUSE) {
            shown = now;
            out.print("\r" + label + ended + "/" + planned);
            out.flush();
        }
    }

    void end(int ended, int planned) {
        out.println((terminal.ansi() ? "\r" + label : "") + ended + "/" + planned + " requests");
    }

    /** What a child had to say, marked as not ours. */
    void quote(Collection<String> lines) {
        lines.forEach(line -> out.println("  | " + line));
    }
}
