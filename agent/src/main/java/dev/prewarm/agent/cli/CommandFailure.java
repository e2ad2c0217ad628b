package dev.prewarm.agent.cli;

/** A command could not do its work; the message is all its user needs to read. */
public final class CommandFailure extends RuntimeException {
    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}
