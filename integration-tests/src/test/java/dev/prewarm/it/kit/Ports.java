package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports nobody listens on. */
public final class Ports {
    private Ports() {}

    /** Free a moment ago. */
    public static int free() {
        return free(1)[0];
    }

    /** The same, so many different ones. */
    static int[] free(int count) {
        List<ServerSocket> probes = new ArrayList<>();
        try {
            try {
                for (int i = 0; i < count; i++) {
                    probes.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
                }
                return probes.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            } finally {
                for (ServerSocket probe : probes) {
                    probe.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
