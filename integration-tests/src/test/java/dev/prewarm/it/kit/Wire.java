package dev.prewarm.it.kit;

import java.io.IOException;
import java.net.Socket;

/** A server's end of one connection: bytes, and the ways of ending it told apart. Used by one thread. */
class Wire {
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
