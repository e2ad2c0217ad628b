package dev.prewarm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;

/** A server's side of TLS that tells a close_notify from a bare FIN, which an SSLSocket takes for one. */
final class TlsEnd {
    private final Socket raw;
    private final SSLEngine engine = LocalCertificates.both().createSSLEngine();
    private final ByteBuffer came =
            ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
    private final ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());

    private TlsEnd(Socket raw, String protocol) {
        this.raw = raw;
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {protocol});
    }

    /**
     * Shakes hands and reads on: all that was seen then, as it came.
     *
     * @throws IOException also by RST
     */
    static String of(Socket raw, String protocol) throws IOException {
        return new TlsEnd(raw, protocol).read();
    }

    private String read() throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK:
                    engine.getDelegatedTask().run();
                    break;
                case NEED_WRAP:
                    say();
                    break;
                default:
                    SSLEngineResult result = engine.unwrap(came, plain);
                    if (result.getStatus() == Status.CLOSED) {
                        return "close_notify, " + afterTls();
                    }
                    if (plain.position() > 0) {
                        return "data";
                    }
                    if (result.getStatus() == Status.BUFFER_UNDERFLOW && !hear()) {
                        return "FIN";
                    }
            }
        }
    }

    private void say() throws IOException {
        ByteBuffer said = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), said);
        raw.getOutputStream().write(said.array(), 0, said.position());
    }

    private boolean hear() throws IOException {
        came.compact();
        int read = raw.getInputStream().read(came.array(), came.position(), came.remaining());
        came.position(came.position() + Math.max(read, 0)).flip();
        return read >= 0;
    }

    private String afterTls() throws IOException {
        InputStream in = raw.getInputStream();
        return came.hasRemaining() || in.read() >= 0 ? "more" : "FIN";
    }
}
