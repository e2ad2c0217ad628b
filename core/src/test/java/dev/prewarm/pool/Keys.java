package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Keys of origins that exist only here. */
final class Keys {
    private Keys() {}

    static Key plain(String origin) {
        return plain(origin, 1);
    }

    /** @param address the last byte of the IP address */
    static Key plain(String origin, int address) {
        return tls(origin, address, null);
    }

    static Key tls(String origin, int address, Recipe recipe) {
        Origin parsed = Origin.parse(origin);
        try {
            InetAddress ip = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) address});
            return new Key(parsed, new InetSocketAddress(ip, parsed.port()), recipe);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
