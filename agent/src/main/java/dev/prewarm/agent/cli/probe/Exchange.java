package dev.prewarm.agent.cli.probe;

import java.io.IOException;

/** One request and its answer on a connection, and what becomes of the connection then. */
final class Exchange {
    /** A server that closes without a word does so at once; what comes later, a client's pool has to live with anyway. */
    private static final int AFTER_ANSWER_MILLIS = 300;

    private final Dialer dialer;
    private final ProbeRequest request;

    Exchange(Dialer dialer, ProbeRequest request) {
        this.dialer = dialer;
        this.request = request;
    }

    /** On a connection of its own. */
    ProbeTry whole() throws PhaseFailure {
        try (ProbeConnection connection = dialer.open(Dialer.HTTP_1_1)) {
            return on(connection);
        }
    }

    /** On a connection that is open already. */
    ProbeTry on(ProbeConnection connection) throws PhaseFailure {
        return on(connection, answer -> closing(connection, answer));
    }

    private ProbeTry on(ProbeConnection connection, ClosingLook look) throws PhaseFailure {
        return dialer.within(Phase.ANSWER, connection.transport(), () -> {
            long sent = System.nanoTime();
            connection.send(request.bytes());
            connection.in().mark(1);
            connection.in().read();
            long firstByte = System.nanoTime();
            connection.in().reset();
            ProbeAnswer answer = ProbeAnswer.read(connection.in());
            return new ProbeTry(
                    connection.connectMillis(),
                    connection.tlsMillis(),
                    ProbeConnection.millis(firstByte - sent),
                    answer.status(),
                    answer.header("location"),
                    look.at(answer));
        });
    }

    /** The same without a look at what becomes of the connection, which takes its time. */
    ProbeTry brief() throws PhaseFailure {
        try (ProbeConnection connection = dialer.open(Dialer.HTTP_1_1)) {
            ProbeTry seen = on(connection, answer -> null);
            connection.drain();
            return seen;
        }
    }

    private Closing closing(ProbeConnection connection, ProbeAnswer answer) throws IOException {
        boolean saysSo = answer.says("connection", "close");
        if (saysSo || answer.isHttp10() && !answer.says("connection", "keep-alive")) {
            connection.drain();
            return saysSo ? Closing.HEADER : Closing.HTTP_1_0;
        }
        if (AnswerBody.skip(connection.in(), answer, request.isHead())) {
            return Closing.ENDS_ANSWER;
        }
        return connection.endsWithin(AFTER_ANSWER_MILLIS) || !answersAgain(connection)
                ? Closing.SILENTLY
                : Closing.KEEPS;
    }

    /** Only a second answer shows that it keeps the connection. */
    private boolean answersAgain(ProbeConnection connection) {
        try {
            connection.send(request.bytes());
            ProbeAnswer.read(connection.in());
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    private interface ClosingLook {
        Closing at(ProbeAnswer answer) throws IOException;
    }
}
