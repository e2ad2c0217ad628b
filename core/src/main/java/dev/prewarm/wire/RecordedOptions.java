package dev.prewarm.wire;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was set on a socket, in order; to be set on what it becomes. Not thread-safe. */
final class RecordedOptions {
    private static final Map<SocketOption<?>, Object> OF_A_NEW_SOCKET = Map.of(
            StandardSocketOptions.TCP_NODELAY, false,
            StandardSocketOptions.SO_KEEPALIVE, false,
            StandardSocketOptions.SO_REUSEADDR, false,
            StandardSocketOptions.SO_LINGER, -1,
            StandardSocketOptions.IP_TOS, 0);

    private final Map<SocketOption<?>, Object> values = new LinkedHashMap<>();
    private Integer timeout;
    private Boolean oobInline;

    /** The options of a plain socket. To ask costs a socket, once. */
    private static final class Supported {
        static final Set<SocketOption<?>> ALL = ask();

        private static Set<SocketOption<?>> ask() {
            try (Socket plain = new Socket()) {
                return plain.supportedOptions();
            } catch (IOException e) {
                return Set.of();
            }
        }
    }

    static Set<SocketOption<?>> supported() {
        return Supported.ALL;
    }

    /** Whether a plain socket would take that without a complaint. */
    static boolean isPlain(SocketOption<?> option, Object value) {
        boolean good = value instanceof Boolean || value instanceof Integer && (Integer) value > 0;
        return good && option.type().isInstance(value) && supported().contains(option);
    }

    void put(SocketOption<?> option, Object value) {
        values.remove(option);
        values.put(option, value);
    }

    /** What was set, or what a new socket has; null if that is known to the system only. */
    <T> T get(SocketOption<T> option) {
        Object value = values.containsKey(option) ? values.get(option) : OF_A_NEW_SOCKET.get(option);
        return value == null ? null : option.type().cast(value);
    }

    void putTimeout(int millis) {
        timeout = millis;
    }

    int timeout() {
        return timeout == null ? 0 : timeout;
    }

    void putOobInline(boolean on) {
        oobInline = on;
    }

    boolean oobInline() {
        return oobInline != null && oobInline;
    }

    void replayOn(Socket socket) throws IOException {
        // Setting one may record it again.
        for (Map.Entry<SocketOption<?>, Object> each : List.copyOf(values.entrySet())) {
            set(socket, each.getKey(), each.getValue());
        }
        if (oobInline != null) {
            socket.setOOBInline(oobInline);
        }
        if (timeout != null) {
            socket.setSoTimeout(timeout);
        }
    }

    private static <T> void set(Socket socket, SocketOption<T> option, Object value) throws IOException {
        socket.setOption(option, option.type().cast(value));
    }
}
