package dev.prewarm.wire;

import java.io.IOException;

/** The system gave no socket, before anything was asked of any peer. Says what the system said. */
final class NoSocketException extends IOException {
    private static final long serialVersionUID = 1;

    NoSocketException(IOException why) {
        super(why);
    }

    @Override
    public String toString() {
        return getCause().toString();
    }
}
