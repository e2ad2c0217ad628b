package dev.prewarm.wire;

import dev.prewarm.config.OriginSettings;
import dev.prewarm.pool.Recipe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** A recipe that can be followed. */
interface HandshakeRecipe extends Recipe {
    /**
     * Begins the handshake that the client itself would make. In a task thread: code of the application may run.
     *
     * @param channel connected and non-blocking
     * @param remote the endpoint as the client named it
     */
    Handshake begin(SocketChannel channel, InetSocketAddress remote) throws IOException;

    /** By what the client makes it. */
    ClientTls tls();

    /** That of the client's thread, for as long as a handshake runs; null: there was none, or it was collected. */
    default ClassLoader contextLoader() {
        return tls().contextLoader();
    }

    /** Whether it asks code of the application: its managers. */
    default boolean asksTheApplication() {
        return tls().asksTheApplication();
    }

    @Override
    default boolean isGone() {
        return tls().isGone();
    }

    @Override
    default String obstacle(OriginSettings settings) {
        return tls().obstacle(settings);
    }
}
