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

    /** Nobody wants to know what it decides. */
    SimJvm(VirtualTime time, Settings settings, Map<Origin, SimServer> upstreams, Random random) {
        this(time, settings, upstreams, random, SimEvents.none());
    }

    SimJvm(VirtualTime time, Settings settings, Map<Origin, SimServer> upstreams, Random random, SimEvents events) {
        Random ofPool = new Random(random.nextLong());
        pool = new CheckedPool(time, settings.maxTotal(), settings::forOrigin, ofPool, events);
        keeper = new SimKeeper(time, pool, upstreams, random);
        client = new SimClient(time, pool, keeper, upstreams, random);
    }

    /** As at its end: from now on everything goes cold. */
    void stop() {
        pool.close();
    }
}
