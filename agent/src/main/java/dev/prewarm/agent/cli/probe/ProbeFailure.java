package dev.prewarm.agent.cli.probe;

/** Nothing can be said of the origin; the message names what is wrong and what to do. */
public final class ProbeFailure extends Exception {
    ProbeFailure(String message) {
        super(message);
    }
}
