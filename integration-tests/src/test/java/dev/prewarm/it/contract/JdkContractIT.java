package dev.prewarm.it.contract;

import dev.prewarm.it.drivers.JdkDriver;
import dev.prewarm.it.kit.Child;
import java.util.List;

/** The contract with java.net.http.HttpClient. */
class JdkContractIT extends Contract {
    JdkContractIT() {
        super(JdkDriver.class, races());
    }

    private static Races races() {
        return new Races()
                // sendAsync: the timeout completes the future, and closes the connection, whose own failure may or may
                // not become the cause of the exception before it is read.
                .seen(
                        "response-timeout.*",
                        "(ASYNC: \\S+ExecutionException: (java\\.net\\.http\\.HttpTimeoutException: request timed out) "
                                + "<- \\2) <- .*",
                        "$1")
                // cancel(true): the future is completed as cancelled, or by the failure of the exchange that it
                // cancelled.
                .seen(
                        "cancelled.*",
                        "(cancelled [a-z ]+): .*java\\.util\\.concurrent\\.CancellationException: .*\n.*",
                        "$1 <cancelled>")
                // A reset while a body is being written: the write takes the socket's error away, and the read sees
                // the end.
                .seen(
                        ".*",
                        "(java\\.io\\.IOException: HTTP/1\\.1 header parser received no bytes) <- \\1 <- "
                                + "(?:java\\.io\\.EOFException: EOF reached while reading|java\\.net\\.SocketException: "
                                + "Connection reset|java\\.io\\.IOException: (?:Broken pipe|Connection reset by peer))",
                        "$1 <- $1 <- <ended>");
    }

    @Override
    List<String> versions() {
        return List.of("");
    }

    @Override
    Child.Launch on(Child.Launch launch, String version) {
        return launch;
    }
}
