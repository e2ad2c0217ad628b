package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import java.util.Map;
import java.util.Random;

/** One JVM with the agent: a pool, its keeper and the clients. */
final class SimJvm {
    final CheckedPool pool;
    final SimKeeper keeper;
    final SimClient client;

    SimJvm(VirtualTime time, Settings settings, Map<Origin, SimServer> upstreams, Random random) {
        pool = new CheckedPool(time, settings.maxTotal(), settings::forOrigin, new Random(random.nextLong()));
        keeper = new SimKeeper(time, pool, upstreams, random);
        client = new SimClient(time, pool, keeper, upstreams, random);
    }

    /** As at its end: from now on everything goes cold. */
    void stop() {
        pool.close();
    }
}
