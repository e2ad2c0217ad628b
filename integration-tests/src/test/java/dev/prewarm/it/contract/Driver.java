package dev.prewarm.it.contract;

import dev.prewarm.it.programs.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One HTTP client, as the scenarios of the contract use it: this is all that a new client needs. It has a constructor
 * without parameters, and runs in a child JVM whose class path holds its client.
 */
public interface Driver {
    /** How a call is made. */
    enum Way {
        /** In the caller's thread. */
        BLOCKING,
        /** By a future or a callback. */
        ASYNC
    }

    /** What its client, in this version and on this JDK, can't do: the reason by what. */
    Map<Ability, String> lacks();

    /** Those that the client has. */
    List<Way> ways();

    /** A client. What it is asked for is never what the driver lacks. */
    Session open(Setup setup) throws Exception;

    /** One client. */
    interface Session extends AutoCloseable {
        /** A call that is not made yet. */
        Exchange exchange(Ask ask, Way way);

        /** The same client in all but this. */
        default Session but(Ability ability, String value) throws Exception {
            throw new UnsupportedOperationException(ability + "=" + value);
        }

        /** Opens a web socket, sends the text, and closes when an answer came; what its listener was told, in order. */
        default List<String> webSocket(String url, String text) throws Exception {
            throw new UnsupportedOperationException("web sockets");
        }

        @Override
        void close() throws IOException;
    }

    /** One call. */
    interface Exchange {
        /**
         * Makes the call and waits for its end in this thread.
         *
         * @return all that a caller sees of the answer (see {@link Outcome}); what the client throws is thrown
         */
        String play() throws Exception;

        /** From another thread, or before {@link #play}. */
        void cancel();

        /** What callbacks, listeners and interceptors of the client were told, in order. */
        List<String> events();
    }
}
