package dev.prewarm.agent;

import dev.prewarm.agent.log.StderrLogger;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * What became of an attach, for the command that asked for it: a line in the agent properties of this JVM, which HotSpot keeps
 * apart from the application's system properties and gives to whoever is attached. An agent that threw instead would print a
 * stack trace into the application's output.
 */
public enum AttachAnswer {
    DONE(0),
    FAILED(1),
    /** What was asked for can't be asked for. */
    REFUSED(2);

    /** Of the agent property: a moment, the command's exit code, and words, with blanks between. */
    public static final String PROPERTY = "dev.prewarm.attached";

    private static final String PACKAGE = "jdk.internal.vm";

    private final int exitCode;

    AttachAnswer(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Never throws. */
    void give(String words, Instrumentation instrumentation) {
        try {
            // Nobody but the unnamed module of the boot loader, where the agent is.
            instrumentation.redefineModule(
                    Object.class.getModule(),
                    Set.of(),
                    Map.of(PACKAGE, Set.of(AttachAnswer.class.getModule())),
                    Map.of(),
                    Set.of(),
                    Map.of());
            Properties properties = (Properties) Class.forName(PACKAGE + ".VMSupport")
                    .getMethod("getAgentProperties")
                    .invoke(null);
            properties.setProperty(PROPERTY, System.nanoTime() + " " + exitCode + " " + words);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // Then this is all there is to be known.
            StderrLogger.lastResort("attach: " + words, null);
        }
    }
}
