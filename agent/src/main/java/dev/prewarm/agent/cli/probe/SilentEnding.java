package dev.prewarm.agent.cli.probe;

/** How a server ended a connection on which nothing was said. */
final class SilentEnding {
    /** The way of its end. */
    enum How {
        FIN,
        RST,
        /** Something was said, maybe a whole answer. */
        BYTES
    }

    /** Since it could be used. */
    final double afterMillis;

    final How how;
    /** Of the answer that nobody asked for; 0 if what was said is none. */
    final int status;

    SilentEnding(double afterMillis, How how, int status) {
        this.afterMillis = afterMillis;
        this.how = how;
        this.status = status;
    }

    /** {@code fin}, {@code rst}, {@code 408}, {@code bytes} */
    String word() {
        return status > 0 ? Integer.toString(status) : how.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** {@code FIN}, {@code RST}, {@code a 408}, {@code bytes that are no answer} */
    String text() {
        if (how != How.BYTES) {
            return how.name();
        }
        return status > 0 ? "a " + status : "bytes that are no answer";
    }
}
