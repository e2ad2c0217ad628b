package dev.prewarm.pool;

/** A reading in one line, for messages of failed tests. */
final class ReadingText {
    private ReadingText() {}

    static String of(Reading reading) {
        return reading.name() + " is " + reading.state() + ": opened=" + reading.opened() + " hits=" + reading.hits()
                + " misses=" + reading.misses() + " failed=" + reading.failed() + " warm=" + reading.warm()
                + " opening=" + reading.opening() + " target=" + reading.target() + " evicted=" + reading.evicted();
    }
}
