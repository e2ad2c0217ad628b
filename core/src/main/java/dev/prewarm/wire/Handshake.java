package dev.prewarm.wire;

import java.io.IOException;

/**
 * A client's TLS handshake over a connected, non-blocking channel, one {@link #advance} at a time, each in a task thread: all of
 * it may call the application's code.
 */
interface Handshake {
    enum Wants {
        READ,
        WRITE,
        NOTHING_MORE
    }

    /**
     * Goes on as far as it can without waiting for the peer, and without reading more than a turn's share. If it fails, the peer
     * is told why as far as the socket takes it at once.
     */
    Wants advance() throws IOException;

    /** It is not needed any more. From any thread, also while another is in {@link #advance}. */
    void abandon();

    /** For once, when nothing more is wanted. */
    TlsSession finished();
}
