package dev.prewarm.wire;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Whether a plain java.net.Socket might connect through a SOCKS proxy, which nobody but the JVM's default ProxySelector
 * told it to. A channel never would.
 */
final class SocksRule {
    private static final String OF_THE_JDK = "sun.net.spi.DefaultProxySelector";

    private SocksRule() {}

    static boolean mightApply(InetSocketAddress endpoint) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return false;
        }
        if (selector.getClass().getName().equals(OF_THE_JDK)) {
            return System.getProperty("socksProxyHost") != null || Boolean.getBoolean("java.net.useSystemProxies");
        }
        try {
            String host = endpoint.getHostString();
            URI uri = new URI("socket", null, host, endpoint.getPort(), null, null, null);
            for (Proxy proxy : selector.select(uri)) {
                if (proxy.type() != Proxy.Type.DIRECT) {
                    return true;
                }
            }
            return false;
        } catch (URISyntaxException | RuntimeException e) {
            // The socket will ask in its own way.
            return true;
        }
    }
}
