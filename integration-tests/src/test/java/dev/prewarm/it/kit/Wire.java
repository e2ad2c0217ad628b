package dev.prewarm.it.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A server's end of one connection: bytes, and the ways of ending it told apart. Used by one thread. */
class Wire {
    /** A client that the machine keeps from sending is not cut off. */
    private static final int LINGER_MILLIS = 5_000;

    final Socket socket;

    Wire(Socket socket) {
        this.socket = socket;
    }

    /** Nothing to do for http; the TLS handshake for https. */
    void handshake() throws IOException {}

    /** As {@link java.io.InputStream#read(byte[], int, int)}. */
    int read(byte[] to, int offset, int length) throws IOException {
        return socket.getInputStream().read(to, offset, length);
    }

    /** What {@link #read} reads, buffered. To be asked for once. */
    final InputStream input() {
        return new BufferedInputStream(new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return Wire.this.read(to, offset, length);
            }
        });
    }

    /**
     * The first byte from {@link #input}. A server looks at what has come before it looks at its timers: nginx, HAProxy.
     *
     * @throws SocketTimeoutException after the socket's timeout, if nothing has come by then
     */
    final int firstByte(InputStream in) throws IOException {
        try {
            return in.read();
        } catch (SocketTimeoutException silent) {
            if (socket.getInputStream().available() == 0) {
                throw silent;
            }
            return in.read();
        }
    }

    /** FIN was sent: what the client still says is read away, as a close over unread bytes would send RST. */
    static void readAway(Socket socket, InputStream from) throws IOException {
        socket.setSoTimeout(LINGER_MILLIS);
        byte[] away = new byte[8192];
        while (from.read(away, 0, away.length) >= 0) {
            // Until the client's own FIN.
        }
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Says goodbye as the protocol asks (close_notify for https), then FIN. What comes in can still be read. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** RST. */
    final void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Whether the client said goodbye before its FIN. */
    boolean closeNotifySeen() {
        return false;
    }
}
