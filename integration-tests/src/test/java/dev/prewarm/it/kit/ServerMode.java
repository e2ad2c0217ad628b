package dev.prewarm.it.kit;

import java.util.Locale;

/** How an {@link Upstream} treats a connection or a request. Its mode can change at any time; faults also by path. */
public enum ServerMode {
    /** Answers with {@code Connection: close} and closes. */
    CLOSE,
    /** Answers and waits for the next request. */
    KEEP_ALIVE,
    /** Answers as HTTP/1.0 without a Connection header and closes. */
    HTTP_1_0,
    /** Answers without a length, and without a word of its connection, whose end ends the answer. */
    UNTIL_CLOSE,
    /** Answers with {@code Connection: keep-alive} and closes all the same: the client's pool holds a dead connection. */
    LIE,
    /** Reads requests and never answers. */
    STALL,
    /** Accepts and never reads a byte: over https the handshake hangs. */
    STALL_AT_ACCEPT,
    /** RST as soon as accepted. */
    RESET_AT_ACCEPT,
    /** RST when the first byte has come, of the request or of the TLS handshake. */
    RESET_AT_FIRST_BYTE,
    /** FIN as soon as accepted. */
    CLOSE_AT_ACCEPT,
    /** FIN when the first byte has come, of the request or of the TLS handshake. */
    CLOSE_AT_FIRST_BYTE,
    /** FIN after the TLS handshake (https) or as soon as accepted (http): never reads a request. */
    CLOSE_AFTER_HANDSHAKE,
    /** RST when the request was read. */
    RESET_AFTER_REQUEST,
    /** FIN, without a byte, when the head of the request was read. */
    CLOSE_AFTER_HEAD,
    /** FIN, without a byte, when the request was read; {@code ms} in its query: so much later. */
    CLOSE_AFTER_REQUEST,
    /** FIN, without a byte, when a request was read that came late on its connection or was not its first. */
    CLOSE_IF_STALE,
    /** The same with RST. */
    RESET_IF_STALE,
    /** Answers a request with a 408 page and closes. */
    PAGE_408,
    /** Answers a request with a 408 page and leaves the rest to the client. */
    PAGE_408_LEFT_OPEN,
    /** Answers with a 408 page, and closes, a request that came late on its connection or was not its first: to a client as if they had crossed. */
    PAGE_408_IF_STALE;

    /** As it stands in a path: {@code /fault/close-after-request}. */
    static ServerMode ofPath(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
