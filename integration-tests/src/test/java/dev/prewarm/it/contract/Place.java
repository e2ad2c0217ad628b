package dev.prewarm.it.contract;

import dev.prewarm.it.kit.BlackHole;
import dev.prewarm.it.kit.FakeProxy;
import dev.prewarm.it.kit.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** The servers of one run of a scenario, and its origin. */
final class Place implements AutoCloseable {
    private final String origin;
    private final List<Upstream> upstreams = new ArrayList<>();
    private final List<Runnable> closing = new ArrayList<>();
    private final StringBuilder target = new StringBuilder();
    private FakeProxy proxy;

    private Place(String origin) {
        this.origin = origin;
        target.append(origin);
    }

    static Place of(Upstream upstream) {
        upstream.start();
        Place place = new Place(upstream.origin());
        place.add(upstream);
        return place;
    }

    /** An origin without a server. */
    static Place nowhere(String origin) {
        return new Place(origin);
    }

    /** Its port is bound, so that nobody else gets it, and not listened to. */
    static Place refusing(Transport transport) {
        Socket reserved = new Socket();
        try {
            reserved.bind(new InetSocketAddress("127.0.0.1", 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Place place =
                nowhere((transport == Transport.HTTP ? "http" : "https") + "://localhost:" + reserved.getLocalPort());
        place.closing.add(() -> {
            try {
                reserved.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return place;
    }

    static Place blackHole() {
        BlackHole hole = new BlackHole();
        Place place = new Place(hole.origin());
        place.closing.add(hole::close);
        return place;
    }

    /** Reached by a proxy, which the client is told of. */
    Place proxied() {
        proxy = new FakeProxy();
        closing.add(proxy::close);
        target.append("|proxy=").append(proxy.port());
        return this;
    }

    /** A second origin. */
    Place other(Upstream upstream) {
        upstream.start();
        add(upstream);
        target.append("|other=").append(upstream.origin());
        return this;
    }

    /** At this address of the loopback, on the first server's port, connects hang. */
    Place hole(String address) {
        BlackHole hole = new BlackHole(address, upstreams.get(0).port());
        closing.add(hole::close);
        return this;
    }

    private void add(Upstream upstream) {
        upstreams.add(upstream);
        closing.add(upstream::close);
    }

    /** For {@code prewarm.origins}. */
    String origins() {
        List<String> all = new ArrayList<>(List.of(origin));
        upstreams.stream().skip(1).forEach(each -> all.add(each.origin()));
        return String.join(",", all);
    }

    String origin() {
        return origin;
    }

    /** For the program: see {@link ContractProgram}. */
    String target() {
        return target.toString();
    }

    /** How many whole requests its servers read. */
    int requests() {
        return upstreams.stream().mapToInt(Upstream::requests).sum();
    }

    boolean isProxied() {
        return proxy != null;
    }

    /** How many requests and tunnels came by its proxy. */
    int relayed() {
        return proxy.relayed();
    }

    int mostAtOnce() {
        return upstreams.stream().mapToInt(Upstream::mostAtOnce).max().orElse(0);
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
