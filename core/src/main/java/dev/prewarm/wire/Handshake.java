package dev.prewarm.wire;

import java.io.IOException;

/**
 * A client's TLS handshake over a connected, non-blocking channel, one {@link #advance} at a time. Keeper thread only, but
 * for {@link #runTasks}.
 */
interface Handshake {
    enum Wants {
        READ,
        WRITE,
        /** {@link #runTasks}, which may take long. */
        TASKS,
        NOTHING_MORE
    }

    /** Goes on as far as it can without waiting, and without keeping the keeper from others for long. */
    Wants advance() throws IOException;

    /** In another thread; never throws. */
    void runTasks();

    /** It has failed, or is not needed any more: tells the peer why, as far as the socket takes it at once. */
    void abandon(Throwable why);

    /** For once, when nothing more is wanted. */
    TlsSession finished();
}
