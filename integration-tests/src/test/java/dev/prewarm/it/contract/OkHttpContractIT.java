package dev.prewarm.it.contract;

import dev.prewarm.it.drivers.OkHttpDriver;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.OkHttpJars;
import java.util.List;

/** The contract with OkHttp, events included. */
class OkHttpContractIT extends Contract {
    OkHttpContractIT() {
        super(OkHttpDriver.class, races());
    }

    private static Races races() {
        return new Races()
                // OkHttp's timer, which closes the socket, and the socket's own are set one right after the other.
                .seen(
                        "(response|body|call)-timeout.*",
                        "java.net.SocketTimeoutException: (timeout|Read timed out)"
                                + "( <- java.net.Socket\\w+: (Socket closed|Read timed out))?",
                        "<timed out>")
                // Told by the thread that cancels, while the other one learns of it.
                .seen("(call-timeout|cancelled).*", " canceled\\b", "")
                // 5.x connects in a thread of its own, which may or may not have begun.
                .seen("interrupted.*", "(interrupted before: .*)\n.*", "$1")
                // 5.x tries the next address after 250 ms, and a refusal may take as long to be told on a busy machine.
                .seen(
                        "second-address.*",
                        "(connectStart\\(/127\\.0\\.0\\.2:<port>\\))(.*?)( connectFailed\\((?:[^()]|\\([^()]*\\))*\\))",
                        "$1$3$2")
                // Or the next one stands before that, and ends it.
                .seen(
                        "second-address.*",
                        "connectFailed\\(java\\.net\\.SocketException: Socket closed\\)",
                        "connectFailed(java.net.ConnectException: Failed to connect to /127.0.0.2:<port>"
                                + " <- java.net.ConnectException: Connection refused)")
                // OkHttp asks again by itself where the answer is a 408, and shows that one, too.
                .seen("late-408.*", " prior=408", "")
                // A warm connection that dies is healed as a kept one that dies, and the next dies as well: OkHttp
                // tells of
                // both.
                .seen("(reset|close)-at-first-byte", " \\{suppressed (.*?)\\}", "")
                // A kept connection is of no list of routes: when its successor dies, too, OkHttp makes such a list and
                // asks a third time. A warm one is of the list.
                .seen(".*-of-kept.*", " \\{suppressed (.*?)\\}", "")
                .requestsVary(
                        "close-after-request-of-kept-get",
                        "close-after-request-of-kept-post",
                        "reset-after-request-of-kept-get",
                        "reset-after-request-of-kept-post");
    }

    @Override
    List<String> versions() {
        return OkHttpJars.versions();
    }

    @Override
    Child.Launch on(Child.Launch launch, String version) {
        return OkHttpJars.on(launch, version);
    }
}
