package dev.prewarm.agent.cli.probe;

import dev.prewarm.config.Origin;
import java.util.List;

/** All that was seen of an origin. What was not looked at, because nothing would follow from it, is null or empty. */
final class ProbeFacts {
    final Origin origin;
    /** Those that the name has. */
    final List<String> addresses;
    /** The one that was connected to. */
    String asked;

    /** {@code TLSv1.3}; empty for http. */
    String tlsVersion = "";

    /** Chosen by the server where it was offered. */
    boolean http2;

    /** Null if it speaks nothing but HTTP/2. */
    ProbeTries tries;

    List<Beside> beside = List.of();
    /** What is certain of {@link #beside}. */
    Beside proven;

    /** How long a silent connection was left alone; 0 if none was. */
    long patienceMillis;
    /** How it was ended by the server in that time. */
    SilentEnding ending;

    ProbeFacts(Origin origin, List<String> addresses) {
        this.origin = origin;
        this.addresses = List.copyOf(addresses);
    }
}
