package dev.prewarm.it.contract;

import dev.prewarm.it.drivers.ApacheAsyncDriver;

/** The contract with Apache HttpClient 5, async. */
class ApacheAsyncContractIT extends ApacheContract {
    private static Races races() {
        return new Races()
                // 5.0 goes on to tell of the end of a connection whose exchange is over.
                .seen(".*", "(\\{ request\\([^)]* no connection\\).*? releaseResources).*", "$1")
                // A consumer that has failed is released by whoever comes upon it.
                .seen(".*", "(failed\\(\\w+\\))( releaseResources)+", "$1")
                // The caller's future is completed first; what the chain is told of the end comes when it comes.
                .seen("cancelled.*", "(cancelled [a-z ]+: .*)\n.*", "$1")
                // The end is read before the request is handed over, or after: 1 in 3 of requests without the agent.
                .seen(
                        "close-after-handshake.*",
                        "(RequestNotExecutedException: Connection is closed|ConnectionClosedException: Connection closed by "
                                + "peer)",
                        "<closed>")
                .seen("close-after-handshake.*", "MAIN_TRANSPORT\\{ request\\([^)]*\\) \\}", "MAIN_TRANSPORT{ }")
                .seen("close-after-handshake.*", "(RequestNotExecutedException|ConnectionClosedException)", "<closed>")
                // It can't tell a connection that ended while it lay idle from one that just took a request, and the
                // agent can.
                .repeatsLostIn("close-after-request-of-kept-get");
    }

    ApacheAsyncContractIT() {
        super(ApacheAsyncDriver.class, races());
    }
}
