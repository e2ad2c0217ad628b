package dev.prewarm.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The streams of a socket that has adopted a warm connection without TLS, for a client that begins with its handshake. The
 * server may have ended the connection in the moment of the hand-over, and no client repeats a request whose handshake
 * fails. So if it ends before anything has come from it, the socket connects itself, and what was written is written once
 * more: only if that was handshake records alone, which ask a server for nothing (RFC 8446, 5.1). Thread-safe, as far as a
 * socket is.
 */
final class ReplayableHandshake {
    /** More than any ClientHello. */
    private static final int MOST = 16 * 1024;

    private static final int HEADER = 5;
    private static final int LENGTH_AT = 3;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    /** No monitor: a virtual thread may connect under it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final WarmSocket face;
    private volatile InputStream in;
    private volatile OutputStream out;
    private volatile boolean answered;

    /** Null once the handshake can't be made again; guarded by the lock. */
    private ByteArrayOutputStream written = new ByteArrayOutputStream();

    ReplayableHandshake(WarmSocket face, InputStream in, OutputStream out) {
        this.face = face;
        this.in = in;
        this.out = out;
    }

    InputStream input() {
        return new Input();
    }

    OutputStream output() {
        return new Output();
    }

    private int read(byte[] to, int offset, int length) throws IOException {
        try {
            int read = in.read(to, offset, length);
            if (read >= 0) {
                answered();
                return read;
            }
        } catch (SocketException e) {
            if (!beginsAgain()) {
                throw e;
            }
            return in.read(to, offset, length);
        }
        return beginsAgain() ? in.read(to, offset, length) : -1;
    }

    private void write(byte[] from, int offset, int length) throws IOException {
        remember(from, offset, length);
        try {
            out.write(from, offset, length);
        } catch (SocketException e) {
            if (!beginsAgain()) {
                throw e;
            }
        }
    }

    private void remember(byte[] from, int offset, int length) {
        lock.lock();
        try {
            if (written != null && written.size() + length > MOST) {
                written = null;
            } else if (written != null) {
                written.write(from, offset, length);
            }
        } finally {
            lock.unlock();
        }
    }

    private void answered() {
        if (!answered) {
            answered = true;
            lock.lock();
            try {
                written = null;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Connects anew and writes once more what was written; false if that must not be: then the client is to see the end. */
    private boolean beginsAgain() throws IOException {
        lock.lock();
        try {
            byte[] again = written == null ? new byte[0] : written.toByteArray();
            written = null;
            if (!isHandshake(again) || face.isClosedByClient()) {
                return false;
            }
            face.reconnectLost();
            in = face.getInputStream();
            out = face.getOutputStream();
            out.write(again);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whole records, of a handshake alone. */
    private static boolean isHandshake(byte[] bytes) {
        int at = 0;
        while (at + HEADER <= bytes.length && (bytes[at] == HANDSHAKE || bytes[at] == CHANGE_CIPHER_SPEC)) {
            at += HEADER + ((bytes[at + LENGTH_AT] & 0xff) << Byte.SIZE | bytes[at + LENGTH_AT + 1] & 0xff);
        }
        return at == bytes.length && at > 0;
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, to.length);
            return length == 0 ? 0 : ReplayableHandshake.this.read(to, offset, length);
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            face.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, from.length);
            ReplayableHandshake.this.write(from, offset, length);
        }

        @Override
        public void close() throws IOException {
            face.close();
        }
    }
}
