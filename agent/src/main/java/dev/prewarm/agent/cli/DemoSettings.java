package dev.prewarm.agent.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the demo is asked to do. */
public interface DemoSettings {
    /** The jar that the second run names with {@code -javaagent}. */
    Path agentJar();

    /** The jar with the workload, for the class path of the child JVMs. */
    Path demoJar();

    /** A directory of the demo's own, deleted when the command ends. */
    Path directory();

    /** The round trip time between client and upstream. */
    Duration rtt();

    /** Requests per second. */
    double rate();

    /** How long each run is measured if so many clients run. */
    Duration duration(int clients);

    /** Names of the clients to run, one after the other; none: each that there is. */
    List<String> clients();

    /** A directory with the jars of clients that are not the JDK's, and of what these need; there may be none. */
    Path clientJars();

    /** Where to write the picture as SVG too. */
    Optional<Path> svg();

    /** Whether stdout is a terminal that shows colours and overwrites a line. */
    boolean ansi();
}
