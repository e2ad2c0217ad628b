package dev.prewarm.agent;

import java.lang.instrument.Instrumentation;

/** Starts Prewarm in this JVM, once. */
public final class Agent {
    private Agent() {}

    public static void start(String arguments, Instrumentation instrumentation) {}
}
