package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** As much of a web socket as a server needs to send each short message back, until the client closes. */
final class WebSockets {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MASK = 4;
    private static final int LAST_OF_CLOSE = 0x88;

    private WebSockets() {}

    static boolean wantedBy(Request request) {
        return "websocket".equalsIgnoreCase(request.headers.get("Upgrade"));
    }

    static void serve(Request request, Wire wire, InputStream in) throws IOException {
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(request.headers.get("Sec-WebSocket-Key")) + "\r\n\r\n";
        wire.write(head.getBytes(StandardCharsets.ISO_8859_1));
        int first = in.read();
        while (first >= 0) {
            byte[] message = new byte[in.read() & 0x7f];
            byte[] mask = in.readNBytes(MASK);
            in.readNBytes(message, 0, message.length);
            byte[] frame = new byte[message.length + 2];
            frame[0] = (byte) first;
            frame[1] = (byte) message.length;
            for (int i = 0; i < message.length; i++) {
                frame[i + 2] = (byte) (message[i] ^ mask[i % MASK]);
            }
            wire.write(frame);
            if (first == LAST_OF_CLOSE) {
                return;
            }
            first = in.read();
        }
    }

    private static String accept(String key) {
        try {
            byte[] text = (key + GUID).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
