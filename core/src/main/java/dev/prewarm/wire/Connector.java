package dev.prewarm.wire;

import java.net.InetSocketAddress;

/** One connection that a client is about to make through a {@link WarmSocket}. */
public interface Connector {
    /**
     * The socket is told to connect. Never throws.
     *
     * @param endpoint resolved
     * @return the connection to adopt; null: the socket connects itself, as a java.net.Socket
     */
    WarmConnection take(InetSocketAddress endpoint);

    /**
     * What was taken is given up before it was used: it could not be adopted, or turned out to be of no use. The socket has
     * closed it, and connects itself. Never throws.
     *
     * @param why null if nothing failed
     */
    default void givenUp(Throwable why) {}

    /** The socket has connected itself. Never throws. */
    default void connected() {}

    /** The socket could not connect itself. Never throws. */
    default void connectFailed(Throwable failure) {}

    /** Whether a TLS handshake is the first that its client does on it, if it was not done ahead. */
    default boolean isForTls() {
        return false;
    }

    /** What was adopted has ended before the server answered anything, and the socket connects itself. Never throws. */
    default void lost() {}
}
