package dev.prewarm.it.contract;

/**
 * What a client may be able to do. A scenario names what it needs, and with which value; a driver names what its client
 * lacks, and why.
 */
public enum Ability {
    /** Calls that wait in the caller's thread. */
    BLOCKING,
    /** Cancelling such a call from another thread. */
    CANCEL_BLOCKING,
    /** Its rule for connections that die without an answer does not ask whether they had served before. */
    RETRIES_ALIKE,
    /** Asks again when a connection that had served before is closed without an answer. */
    HEALS_CLOSED,
    /** Being told to send nothing twice of its own accord. */
    NO_RETRIES,
    /** An interrupt ends a blocking call that waits for the rest of a body. */
    INTERRUPTED_IN_BODY,
    /** Value: milliseconds. */
    CONNECT_TIMEOUT,
    /** {@link #CONNECT_TIMEOUT} or {@link #RESPONSE_TIMEOUT} hold for the TLS handshake, too. */
    HANDSHAKE_TIMEOUT,
    /** Until the head of an answer. Value: milliseconds. */
    RESPONSE_TIMEOUT,
    /** {@link #RESPONSE_TIMEOUT} that holds between the bytes of a body, too. */
    BODY_TIMEOUT,
    /** Over all of a call. Value: milliseconds. */
    CALL_TIMEOUT,
    /** An HTTP proxy on 127.0.0.1. Value: its port. */
    PROXY,
    /** Follows the system property {@code socksProxyHost}, because it has sockets of the JDK. */
    SOCKS_PROPERTY,
    /** Value: {@code user:password}, shown when asked for. */
    BASIC_AUTH,
    /** Offers HTTP/2 by ALPN. */
    H2,
    /** Being told to speak HTTP/1.1 alone. */
    HTTP_1_1_ONLY,
    WEB_SOCKET,
    TRAILERS,
    /** A body that can be written once. */
    ONE_SHOT_BODY,
    /** Pins of certificates. Value: {@code right} or {@code wrong}. */
    PINS,
    /** A host name verifier of the application's own. Value: what it says to all, {@code true} or {@code false}. */
    HOSTNAME_VERIFIER,
    /** The same changed later, on a client that shares all else. Value: as above. */
    CHANGED_VERIFIER,
    /** Another trust for some requests of a client. Value: none, nobody is trusted. */
    DISTRUST,
    /** A factory of plain sockets of the application's own. */
    SOCKET_FACTORY,
    /** A subclass or wrapper, the application's own, of what does the client's TLS. */
    OWN_TLS,
    /** Value: the address to bind to. */
    LOCAL_ADDRESS,
    /** A resolver of names of the application's own. Value: what it answers, comma separated. */
    ADDRESSES,
    /** Asks for a second address while the first does not answer. */
    FAST_FALLBACK,
    /** Value: connections or calls to one host at a time. */
    LIMIT
}
