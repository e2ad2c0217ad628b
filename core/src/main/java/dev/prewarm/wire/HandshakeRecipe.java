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

    /** That of the client's thread, for as long as a handshake runs; null: there was none, or it was collected. */
    ClassLoader contextLoader();

    /** Whether it asks code of the application: its managers. */
    boolean asksTheApplication();

    @Override
    String obstacle(OriginSettings settings);
}
