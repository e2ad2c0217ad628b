package dev.prewarm.it.kit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** As much of HTTP/2 as a server needs to answer each request with 200 and nothing else. */
final class Http2 {
    private static final int PREFACE = 24;
    private static final int FRAME_HEAD = 9;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;
    private static final int END_STREAM_AND_HEADERS = 5;

    /** {@code :status: 200}, of the static table. */
    private static final byte[] STATUS_200 = {(byte) 0x88};

    private final Wire wire;
    private final InputStream in;
    private final Connection seen;

    Http2(Wire wire, InputStream in, Connection seen) {
        this.wire = wire;
        this.in = in;
        this.seen = seen;
    }

    /** Until the client goes. */
    void serve() throws IOException {
        in.readNBytes(PREFACE);
        send(SETTINGS, 0, 0, new byte[0]);
        byte[] head = in.readNBytes(FRAME_HEAD);
        while (head.length == FRAME_HEAD) {
            int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
            byte[] payload = in.readNBytes(length);
            if (payload.length < length) {
                throw new EOFException("a frame ended early");
            }
            if (head[3] == GOAWAY) {
                return;
            }
            answer(head[3], head[4], head[8] & 0xff | (head[7] & 0xff) << 8, payload);
            head = in.readNBytes(FRAME_HEAD);
        }
    }

    private void answer(int type, int flags, int stream, byte[] payload) throws IOException {
        if (type == HEADERS) {
            seen.requests++;
            send(HEADERS, END_STREAM_AND_HEADERS, stream, STATUS_200);
        } else if ((type == SETTINGS || type == PING) && flags != ACK) {
            send(type, ACK, 0, type == PING ? payload : new byte[0]);
        }
    }

    private void send(int type, int flags, int stream, byte[] payload) throws IOException {
        byte[] frame = new byte[FRAME_HEAD + payload.length];
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[7] = (byte) (stream >> 8);
        frame[8] = (byte) stream;
        System.arraycopy(payload, 0, frame, FRAME_HEAD, payload.length);
        wire.write(frame);
    }
}
