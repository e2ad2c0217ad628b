package dev.prewarm.agent.cli;

/** A process that can be attached to, as far as that is to be seen without a word to it: a word may be a signal that ends it. */
final class AttachTarget {
    private AttachTarget() {}

    /** @throws CommandFailure saying why it can't be */
    static void check(TargetProcess process) {
        String who = "process " + process.pid();
        if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
            throw new CommandFailure(
                    "this Java runtime has no module jdk.attach: run the command with the java of a JDK");
        }
        if (!process.isOfThisUser()) {
            throw new CommandFailure(who + " belongs to another user: run the command as that user, or as root");
        }
        if (process.isElsewhere()) {
            throw new CommandFailure(who + " runs in another container (PID namespace): run the command inside it");
        }
        JavaProcess jvm = JavaProcess.of(process);
        if (jvm == null) {
            throw new CommandFailure(who + " is not a JVM");
        }
        if (!jvm.canBeAttachedTo()) {
            throw new CommandFailure(who + " can't be attached to: it was started with -XX:+DisableAttachMechanism");
        }
    }
}
