package dev.prewarm.agent.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.prewarm.agent.AttachAnswer;
import java.io.IOException;
import java.nio.file.Path;

/** A JVM, attached to by the JDK's own means. Only where there is a module jdk.attach: else it can't even be loaded. */
final class Attachment {
    private Attachment() {}

    /**
     * Gives the agent to a JVM.
     *
     * @param arguments as behind the {@code =} of {@code -javaagent}
     * @return what it says
     * @throws CommandFailure if it says nothing
     */
    static GivenAnswer load(long pid, Path jar, String arguments) {
        VirtualMachine jvm;
        try {
            jvm = VirtualMachine.attach(Long.toString(pid));
        } catch (AttachNotSupportedException | IOException e) {
            throw new CommandFailure("process " + pid + " can't be attached to: " + e.getMessage());
        }
        try {
            refuseJava8(pid, jvm);
            String before = jvm.getAgentProperties().getProperty(AttachAnswer.PROPERTY);
            jvm.loadAgent(jar.toString(), arguments);
            String after = jvm.getAgentProperties().getProperty(AttachAnswer.PROPERTY);
            if (after == null || after.equals(before)) {
                throw new CommandFailure("the agent was loaded into process " + pid
                        + " but did not answer: its log, or status " + pid + ", says more");
            }
            return GivenAnswer.of(after);
        } catch (AgentLoadException | AgentInitializationException | IOException e) {
            throw new CommandFailure("could not load " + jar + " into process " + pid, e);
        } finally {
            detach(jvm);
        }
    }

    private static void refuseJava8(long pid, VirtualMachine jvm) throws IOException {
        String version = jvm.getSystemProperties().getProperty("java.specification.version", "");
        if (version.startsWith("1.")) {
            throw new CommandFailure("process " + pid + " runs Java " + version + ", the agent needs Java 11 or newer");
        }
    }

    private static void detach(VirtualMachine jvm) {
        try {
            jvm.detach();
        } catch (IOException gone) {
            // It has ended meanwhile.
        }
    }
}
