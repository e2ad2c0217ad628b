package dev.prewarm.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSession;

/** A finished handshake that nobody has used yet. One thread at a time, see {@link dev.prewarm.pool.PoolEntry}. */
interface TlsSession {
    SSLSession session();

    /** What the server chose by ALPN; null or empty: nothing. */
    String applicationProtocol();

    /**
     * Reads what is there. Session tickets of TLS 1.3 (RFC 8446, 4.6.1) look like application data to anybody but the
     * TLS implementation, so it digests them; whatever else has come means that the connection is of no use.
     */
    Liveness look(SocketChannel channel, LookBuffers scratch);

    /** Writes close_notify as far as the socket takes it at once: a courtesy, the FIN behind it is what counts. */
    void closeNotify(SocketChannel channel) throws IOException;
}
