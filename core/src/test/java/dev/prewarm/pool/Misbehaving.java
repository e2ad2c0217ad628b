package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.pool.status.OriginState;
import dev.prewarm.pool.status.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Some time of requests, one in five a POST, to one server that misbehaves: named, by {@code auto}, or without any warming,
 * which shows what fails anyway.
 */
final class Misbehaving {
    static final String NAMED = origin(false) + "," + origin(true);

    private static final double POSTS = 0.2;
    private static final int ADDRESSES = 3;

    final VirtualTime time = new VirtualTime();
    /** Of the server. */
    final Random random;

    final SimServer server;
    /** Requests that their application has on their way together, at most; more wait within it. */
    int mostAtOnce = Integer.MAX_VALUE;

    private final MisbehavingBooks books = new MisbehavingBooks(time);
    private final Random ofRequests;
    private final SimArrivals arrivals;
    private final SimJvm jvm;
    private final long end;
    private final ArrayDeque<Boolean> waiting = new ArrayDeque<>();
    private final List<Key> keys = new ArrayList<>();
    private boolean tls;
    private int atOnce;

    /**
     * @param origins as {@code prewarm.origins} would have it: {@link #NAMED}, or {@code auto}; empty: nothing is opened ahead
     * @param end in nanoseconds
     */
    Misbehaving(Consumer<Misbehaving> trouble, long seed, String origins, long end) {
        random = new Random(seed);
        ofRequests = new Random(~seed);
        arrivals = new SimArrivals(time, ofRequests);
        this.end = end;
        tls = seed % 2 == 0;
        server = new SimServer(time, random, MILLISECONDS.toNanos(2 + random.nextInt(60)));
        server.service = MILLISECONDS.toNanos(50);
        Settings settings = Settings.read(null, Map.of("prewarm.origins", origins), Map.of());
        Map<Origin, SimServer> upstreams =
                Map.of(Origin.parse(origin(false)), server, Origin.parse(origin(true)), server);
        jvm = new SimJvm(time, settings, upstreams, random);
        jvm.client.repeatsAnything = false;
        jvm.client.whenOver = this::over;
        jvm.pool.whenLeft = books::unused;
        keys.add(null);
        trouble.accept(this);
        for (int i = 0; i < keys.size(); i++) {
            keys.set(i, key(i + 1));
        }
    }

    private static String origin(boolean tls) {
        return (tls ? "https" : "http") + "://misbehaves.example.com";
    }

    private Key key(int address) {
        return Keys.tls(origin(tls), address, tls ? new FakeRecipe() : null);
    }

    boolean isTls() {
        return tls;
    }

    void useTls() {
        tls = true;
    }

    SimClient client() {
        return jvm.client;
    }

    /** Whose connects time out; a client goes on to the next one. */
    void killAnAddress() {
        for (int i = 1; i < ADDRESSES; i++) {
            keys.add(null);
        }
        server.link.dead.add(key(1).endpoint());
    }

    /** So far apart, at random, for {@code from} to {@code to}. */
    void each(long apart, long from, long to, Runnable begin, Runnable finish) {
        for (long at = apart / 2; at < end; at += apart) {
            long lasts = from + (long) (random.nextDouble() * (to - from));
            long begins = at + (long) (random.nextDouble() * apart / 4);
            time.at(begins, begin);
            time.at(begins + lasts, finish);
        }
    }

    Misbehaving run(double perSecond) {
        for (Key key : keys) {
            Key next = keys.get((keys.indexOf(key) + 1) % keys.size());
            if (next != key) {
                jvm.client.otherAddress.put(key, next);
            }
        }
        arrivals.poisson(perSecond, end, () -> {
            waiting.add(ofRequests.nextDouble() >= POSTS);
            if (jvm.pool.isOff(keys.get(0).origin())) {
                books.setsOutWhileOff();
            }
            send();
        });
        for (long second = 0; second < end; second += SECONDS.toNanos(1)) {
            time.at(second, this::sample);
        }
        try {
            time.runUntil(end);
        } catch (AssertionError e) {
            books.breaks(e);
        }
        return this;
    }

    private void send() {
        while (atOnce < mostAtOnce && !waiting.isEmpty()) {
            atOnce++;
            jvm.client.request(keys.get(ofRequests.nextInt(keys.size())), waiting.remove());
        }
    }

    private void over(SimRequest request) {
        atOnce--;
        books.over(request);
        send();
    }

    private void sample() {
        Snapshot read = jvm.pool.read(keys.get(0).origin());
        if (read != null) {
            books.sampled(read.state().equals(OriginState.WARMING.label()));
        }
    }

    MisbehavingBooks books() {
        return books;
    }

    Snapshot read() {
        return jvm.pool.read();
    }

    long wasted() {
        return jvm.pool.waste(keys.get(0).origin()).total();
    }

    int convictions() {
        return jvm.pool.convictions();
    }

    int said() {
        return jvm.pool.said();
    }
}
