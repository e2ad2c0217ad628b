package dev.prewarm.pool;

import dev.prewarm.pool.sizing.ConnectTimes;
import dev.prewarm.pool.sizing.Growth;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The addresses of one origin, of bounded number. */
final class Endpoints implements Iterable<Endpoint> {
    private static final int MOST = 64;

    private final ConnectTimes times;
    private final Map<InetSocketAddress, Endpoint> byAddress = new LinkedHashMap<>(2, 0.75f, true);

    Endpoints(ConnectTimes times) {
        this.times = times;
    }

    Endpoint at(InetSocketAddress address) {
        Endpoint endpoint = byAddress.get(address);
        if (endpoint == null) {
            if (byAddress.size() == MOST) {
                Iterator<Endpoint> eldestFirst = byAddress.values().iterator();
                eldestFirst.next();
                eldestFirst.remove();
            }
            endpoint = new Endpoint(times);
            byAddress.put(address, endpoint);
        }
        return endpoint;
    }

    @Override
    public Iterator<Endpoint> iterator() {
        return byAddress.values().iterator();
    }

    /** What is known of one that was seen to take only so many connections; null: there is none. */
    Growth limited() {
        for (Endpoint endpoint : byAddress.values()) {
            if (endpoint.growth().isRestrained()) {
                return endpoint.growth();
            }
        }
        return null;
    }
}
