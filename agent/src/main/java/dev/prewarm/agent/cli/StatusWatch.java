package dev.prewarm.agent.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code status PID --watch}: looks again and again at what is published, until its process ends. */
final class StatusWatch {
    /** The agent's file goes when its JVM begins to end: so long that may take, for all that hooks of the application do. */
    private static final Duration ENDING = Duration.ofMinutes(1);

    private final TargetProcess process;
    private final PrintWriter out;
    private final Duration interval;
    private final boolean json;
    private final boolean ansi;
    private int shownLines;

    /** @param ansi whether each look overwrites the one before */
    StatusWatch(TargetProcess process, PrintWriter out, Duration interval, boolean json, boolean ansi) {
        this.process = process;
        this.out = out;
        this.interval = interval;
        this.json = json;
        this.ansi = ansi;
    }

    /**
     * @param count so many times at most; 0: for ever
     * @return whether the process has ended
     * @throws CommandFailure if there is nothing (any more) to be seen of a process that runs
     */
    boolean run(int count) throws InterruptedException {
        for (int looks = 1; ; looks++) {
            try {
                show();
            } catch (CommandFailure e) {
                if (looks > 1 && endsWithin(ENDING)) {
                    return true;
                }
                throw e;
            }
            if (looks == count || out.checkError()) {
                return false;
            }
            if (endsWithin(interval)) {
                return true;
            }
        }
    }

    private void show() {
        String text = PublishedStatus.of(process);
        if (json) {
            // Printable ASCII, in which a line breaks between members alone.
            out.println(text.replaceAll("\n *", ""));
        } else {
            Terminal terminal = Terminal.of(ansi);
            draw(PublishedStatus.read(process.pid(), text, status -> WatchFrame.of(status, Instant.now(), terminal)));
        }
        out.flush();
    }

    private void draw(List<String> lines) {
        if (!ansi) {
            lines.forEach(out::println);
            out.println();
            return;
        }
        if (shownLines > 0) {
            out.print("\u001b[" + shownLines + "A\r");
        }
        for (String line : lines) {
            out.print(line + "\u001b[K" + System.lineSeparator());
        }
        out.print("\u001b[J");
        shownLines = lines.size();
    }

    private boolean endsWithin(Duration time) throws InterruptedException {
        try {
            process.handle().onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException e) {
            throw new CommandFailure("can't wait for process " + process.pid(), e.getCause());
        }
    }
}
