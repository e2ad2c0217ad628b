package dev.prewarm.it;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Outcomes that java.net.http.HttpClient itself, without any agent, reports now one way and now another, by a race of its
 * own threads. Seen in runs without the agent; before a comparison each is brought to one form. Whatever is not listed here
 * must be equal to the letter.
 */
final class Races {
    private static final List<UnaryOperator<String>> ALL = List.of(
            // sendAsync: the timeout completes the future, and closes the connection, whose own failure may or may not
            // become the cause of the exception before it is read.
            race(
                    "(async \\S+ExecutionException: (java\\.net\\.http\\.HttpTimeoutException: request timed out) <- \\2) <- .*",
                    "$1"),
            // cancel(true): the future is completed as cancelled, or by the failure of the exchange that it cancelled.
            race("(cancelled (?:early|late)) .*java\\.util\\.concurrent\\.CancellationException: .*", "$1 <cancelled>"),
            // A reset while a body is being written: the write takes the socket's error away, and the read sees the
            // end.
            race(
                    "(java\\.io\\.IOException: HTTP/1\\.1 header parser received no bytes) <- \\1 <- "
                            + "(?:java\\.io\\.EOFException: EOF reached while reading|java\\.net\\.SocketException: "
                            + "Connection reset|java\\.io\\.IOException: Broken pipe)",
                    "$1 <- $1 <- <ended>"));

    private Races() {}

    /** Whether a request ended at once may or may not have left before. */
    static boolean requestsVary(String scenario) {
        return scenario.startsWith("cancelled") || scenario.startsWith("interrupted");
    }

    static String settled(String transcript) {
        String settled = transcript;
        for (UnaryOperator<String> race : ALL) {
            settled = race.apply(settled);
        }
        return settled;
    }

    private static UnaryOperator<String> race(String seen, String form) {
        Pattern pattern = Pattern.compile(seen);
        return transcript -> pattern.matcher(transcript).replaceAll(form);
    }
}
