package dev.prewarm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * TLS in which no record holds anything for the application, as session tickets don't, and each is well-formed: what only a
 * server can make that is made for it.
 */
final class QuietTls {
    private static final int HEADER = 5;
    private static final SSLSession SESSION = (SSLSession) Proxy.newProxyInstance(
            QuietTls.class.getClassLoader(), new Class<?>[] {SSLSession.class}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "getProtocol":
                        return "TLSv1.3";
                    case "getPacketBufferSize":
                    case "getApplicationBufferSize":
                        return 16_709;
                    default:
                        return null;
                }
            });

    private QuietTls() {}

    /** So many bytes in all. */
    static byte[] record(int length) {
        byte[] record = new byte[length];
        record[0] = 23;
        record[1] = 3;
        record[2] = 3;
        record[3] = (byte) (length - HEADER >> Byte.SIZE);
        record[4] = (byte) (length - HEADER);
        return record;
    }

    static final class Engine extends DelegatingEngine {
        int records;

        Engine(SSLEngine any) {
            super(any);
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) {
            int at = from.position();
            int record = from.remaining() < HEADER
                    ? Integer.MAX_VALUE
                    : HEADER + ((from.get(at + 3) & 0xff) << Byte.SIZE | from.get(at + 4) & 0xff);
            if (from.remaining() < record) {
                return new SSLEngineResult(Status.BUFFER_UNDERFLOW, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
            }
            from.position(at + record);
            records++;
            return new SSLEngineResult(Status.OK, HandshakeStatus.NOT_HANDSHAKING, record, 0);
        }

        @Override
        public SSLSession getSession() {
            return SESSION;
        }
    }

    /** Asks for the next record until there is none. */
    static final class Socket extends SSLSocket {
        private final BlockingChannel raw;

        Socket(BlockingChannel raw) {
            this.raw = raw;
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] some = new byte[1000];
                    while (raw.read(some, 0, some.length) >= 0) {
                        // Nothing in it for an application.
                    }
                    return -1;
                }

                @Override
                public int read(byte[] to, int offset, int length) throws IOException {
                    return read();
                }
            };
        }

        @Override
        public SSLSession getSession() {
            return SESSION;
        }

        @Override
        public String[] getSupportedCipherSuites() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getEnabledCipherSuites() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setEnabledCipherSuites(String[] suites) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getSupportedProtocols() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getEnabledProtocols() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setEnabledProtocols(String[] protocols) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void startHandshake() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setUseClientMode(boolean mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean getUseClientMode() {
            return true;
        }

        @Override
        public void setNeedClientAuth(boolean need) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean getNeedClientAuth() {
            return false;
        }

        @Override
        public void setWantClientAuth(boolean want) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean getWantClientAuth() {
            return false;
        }

        @Override
        public void setEnableSessionCreation(boolean flag) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean getEnableSessionCreation() {
            return true;
        }
    }
}
