package dev.prewarm.wire;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.Socket;

/**
 * Whether the plain java.net.Sockets of this JVM might connect in another way than a channel would: by an implementation of
 * the application's, or through a SOCKS proxy that nobody but the JVM's default ProxySelector told them of. Each can come at
 * any time. Thread-safe.
 */
public final class SocketRule {
    private static final String OF_THE_JDK = "sun.net.spi.DefaultProxySelector";

    /** There is no way back. */
    private static volatile boolean hasFactory;

    private SocketRule() {}

    /** Why a warm connection is none that a socket would make now; null if it is. Runs no code of the application's. */
    public static String obstacle() {
        if (hasFactory()) {
            return "the application has its own SocketImplFactory";
        }
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return null;
        }
        if (!selector.getClass().getName().equals(OF_THE_JDK)) {
            // It would be asked more often than without us, if not by the sockets alone.
            return "the application has its own default ProxySelector";
        }
        return System.getProperty("socksProxyHost") != null || Boolean.getBoolean("java.net.useSystemProxies")
                ? "sockets may go through a SOCKS proxy"
                : null;
    }

    /** There is no getter; setting none fails where there is one, and else changes nothing. */
    private static boolean hasFactory() {
        if (!hasFactory) {
            try {
                Socket.setSocketImplFactory(null);
            } catch (IOException alreadySet) {
                hasFactory = true;
            }
        }
        return hasFactory;
    }
}
