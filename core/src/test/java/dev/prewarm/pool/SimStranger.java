package dev.prewarm.pool;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Another client of the same upstream, without an agent: about one request a second, each over a connection of its own. */
final class SimStranger {
    private static final long GIVE_UP = TimeUnit.SECONDS.toNanos(60);

    private final VirtualTime time;
    private final SimServer server;
    private final InetSocketAddress endpoint;
    private long requests;
    private long answers;
    private long worst;

    SimStranger(VirtualTime time, SimServer server, InetSocketAddress endpoint) {
        this.time = time;
        this.server = server;
        this.endpoint = endpoint;
    }

    void request() {
        requests++;
        long begunAt = time.now();
        SimSocket socket = new SimSocket(time, server, endpoint, false, SimSocket.Whose.STRANGER);
        socket.connect(
                new SimSocket.TestedClient() {
                    @Override
                    public void connected() {
                        socket.send();
                    }

                    @Override
                    public void answered(int status, boolean closes) {
                        answers++;
                        worst = Math.max(worst, time.now() - begunAt);
                    }
                },
                false);
        time.after(GIVE_UP, socket::close);
    }

    long requests() {
        return requests;
    }

    long answers() {
        return answers;
    }

    /** The longest wait for an answer, in nanoseconds. */
    long worst() {
        return worst;
    }
}
