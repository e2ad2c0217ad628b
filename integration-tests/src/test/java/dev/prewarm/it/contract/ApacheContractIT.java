package dev.prewarm.it.contract;

import dev.prewarm.it.drivers.ApacheDriver;

/** The contract with Apache HttpClient 5, classic. */
class ApacheContractIT extends ApacheContract {
    private static Races races() {
        return new Races()
                // Closed by another thread, a TLS socket of the JDK's tells a reader that it is closed, or that its
                // stream
                // is at its end.
                .seen(
                        "cancelled-tls",
                        "(cancelled while waiting: .*\n.* MAIN_TRANSPORT\\{ )\\}(NoHttpResponse|Socket)Exception"
                                + " \\}\\2Exception \\}\\2Exception ",
                        "$1<closed> ")
                .seen(
                        "cancelled-tls",
                        "(cancelled in the body: )(java\\.net\\.SocketException: Socket closed"
                                + "|\\S+ConnectionClosedException: Premature end of Content-Length delimited message body).*",
                        "$1<closed>");
    }

    ApacheContractIT() {
        super(ApacheDriver.class, races());
    }
}
