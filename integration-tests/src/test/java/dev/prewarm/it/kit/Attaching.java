package dev.prewarm.it.kit;

import com.sun.tools.attach.VirtualMachine;

/** Brings the agent into a JVM that runs already. */
public final class Attaching {
    private Attaching() {}

    public static void to(Child child, String arguments) {
        try {
            VirtualMachine target = VirtualMachine.attach(String.valueOf(child.pid()));
            try {
                target.loadAgent(Child.agentJar().toString(), arguments);
            } finally {
                target.detach();
            }
        } catch (Exception e) {
            throw new AssertionError("the agent can't be attached", e);
        }
    }
}
