package dev.prewarm.agent.cli;

import java.util.List;

/**
 * The demo as the command sees it. The demo itself lives in a jar within the jar: the classes around this one may be on
 * the boot class path, where no HTTP client is visible.
 */
public interface DemoRunner {
    /** The names that {@link DemoSettings#clients} may have. */
    List<String> clients();

    /**
     * Runs the demo, which prints to stdout.
     *
     * @return the exit code
     * @throws CommandFailure if it could not
     */
    int run(DemoSettings settings) throws InterruptedException;
}
