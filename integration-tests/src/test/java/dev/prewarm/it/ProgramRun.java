package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.RealProgram;
import dev.prewarm.it.kit.RequestsRun;
import java.util.List;
import java.util.stream.Collectors;

/** A real program on one JDK, with the agent or without, and what it showed. */
final class ProgramRun implements AutoCloseable {
    private final RealProgram program;
    private final Jdk jdk;
    private final List<String> origins;
    private final Child child;

    /** Starts it; the origins are its own, so that what they count is of this run. */
    ProgramRun(RealProgram program, Jdk jdk, boolean agent, List<String> origins) {
        this.program = program;
        this.jdk = jdk;
        this.origins = origins;
        // As many start at once: no more verifying than is needed.
        this.child = program.on(jdk)
                .agent(agent)
                .property("prewarm.origins", String.join(",", origins))
                .args(origins.toArray(new String[0]))
                .start();
    }

    /** Until it has ended; no call may have failed, and the agent may have complained of nothing. */
    ProgramRun finish() {
        child.awaitSuccess();
        assertThat(RequestsRun.of(child).failed()).as(output()).isEmpty();
        assertThat(child.err())
                .as(output())
                .noneMatch(line -> line.contains("[prewarm]") && (line.contains(" WARN ") || line.contains(" ERROR ")));
        return this;
    }

    /** What each call gave. */
    List<String> answers() {
        return child.out().stream().filter(line -> line.startsWith("req ")).collect(Collectors.toList());
    }

    /** A number of one of its origins; 0 where the agent has counted nothing. */
    long counter(String origin, String name) {
        return RequestsRun.of(child).origin(origin, name).orElse(0);
    }

    /** Requests of one of its origins for which a connection was parked. */
    long foundStock(String origin) {
        return RequestsRun.of(child).foundStock(origin);
    }

    String output() {
        return child.output();
    }

    /** A row's name. */
    String title() {
        return program + " " + jdk;
    }

    /** Of the table: the hits at its first origin and at its last. */
    String row() {
        return String.format(
                "%-20s %-6s %8d %9d %10d %6d  %s",
                program,
                jdk,
                answers().size(),
                counter(origins.get(0), "hits"),
                counter(origins.get(origins.size() - 1), "hits"),
                RequestsRun.of(child).failed().size(),
                program.versions());
    }

    @Override
    public void close() {
        child.close();
    }
}
