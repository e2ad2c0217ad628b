package dev.prewarm.pool;

import java.net.InetSocketAddress;

/** One TCP connection, both of its ends; for https with its handshake of one round trip. Methods without a word are the client's. */
final class SimSocket {
    enum Whose {
        STOCK,
        TRIAL,
        APPLICATION,
        STRANGER
    }

    /** What its client hears. */
    interface TestedClient {
        default void connected() {}

        /** @param mayBeHarm by a reset, rather than refused */
        default void failed(boolean mayBeHarm) {}

        default void answered(int status, boolean closes) {}

        /** The other side ended it, and no answer came before. */
        default void ended() {}
    }

    /** A thread that waits for an answer gets its processor sooner than one that does a little of everything. */
    private static final double READER = 0.2;

    private final VirtualTime time;
    private final SimServer server;
    private final InetSocketAddress endpoint;
    private final boolean tls;
    private final long begunAt;
    private Whose whose;
    private TestedClient client;
    private Runnable afterHello;
    private boolean handshaken;
    private long connectNanos;
    private boolean closed;
    private boolean endSeen;
    private boolean forgotten;
    private boolean said;

    final SimServer.Side serverSide = new SimServer.Side();

    /** @param tls whether the origin is https */
    SimSocket(VirtualTime time, SimServer server, InetSocketAddress endpoint, boolean tls, Whose whose) {
        this.time = time;
        this.server = server;
        this.endpoint = endpoint;
        this.tls = tls;
        this.whose = whose;
        this.begunAt = time.now();
    }

    Whose whose() {
        return whose;
    }

    boolean isSilentStock() {
        return whose == Whose.STOCK || whose == Whose.TRIAL;
    }

    /** Another one hears of it from now on. */
    void handTo(TestedClient next) {
        client = next;
        if (isSilentStock()) {
            whose = Whose.APPLICATION;
        }
    }

    /** Its server says something that nobody has asked for, and ends it. */
    void say() {
        said = true;
    }

    boolean isSaid() {
        return said;
    }

    private void heard(Runnable then) {
        time.awake(isSilentStock() ? 1 : READER, then);
    }

    long connectNanos() {
        return connectNanos;
    }

    boolean isEndSeen() {
        return endSeen;
    }

    /** @param withTls {@link TestedClient#connected} comes after the handshake */
    void connect(TestedClient listener, boolean withTls) {
        client = listener;
        time.after(server.link.half() + server.link.lossDelay(), () -> arrive(withTls));
    }

    private void arrive(boolean withTls) {
        if (server.link.dead.contains(endpoint)) {
            return;
        }
        switch (server.syn(this)) {
            case ACCEPTED:
                time.after(server.link.half() + server.link.jitter(), () -> established(withTls));
                return;
            case REFUSED:
                time.after(server.link.half(), () -> fail(false));
                return;
            case RESET:
                time.after(server.link.half(), () -> fail(true));
                return;
            default:
        }
    }

    private void fail(boolean mayBeHarm) {
        if (!closed) {
            closed = true;
            heard(() -> client.failed(mayBeHarm));
        }
    }

    private void established(boolean withTls) {
        heard(() -> ready(withTls));
    }

    private void ready(boolean withTls) {
        if (closed || endSeen) {
            return;
        }
        connectNanos = time.now() - begunAt;
        if (withTls && tls) {
            hello(() -> client.connected());
        } else {
            client.connected();
        }
    }

    private void hello(Runnable then) {
        afterHello = then;
        time.after(server.link.half(), () -> server.hello(this));
    }

    /** From the server. */
    void helloAnswered() {
        time.after(
                server.link.half(),
                () -> heard(() -> {
                    if (!closed && !endSeen) {
                        handshaken = true;
                        afterHello.run();
                    }
                }));
    }

    /** The request; after the handshake if that is missing. */
    void send() {
        if (tls && !handshaken) {
            hello(this::sendRequest);
        } else {
            sendRequest();
        }
    }

    private void sendRequest() {
        time.after(server.link.half(), () -> {
            if (!forgotten) {
                server.request(this);
            } else if (server.link.natResets) {
                seeEnd();
            }
        });
    }

    /** From the server. */
    void answered(int status, boolean closes) {
        time.after(server.link.half(), () -> {
            if (!closed && !endSeen) {
                closed = true;
                heard(() -> client.answered(status, closes));
            }
        });
    }

    /** From the server, or from its system. */
    void end() {
        if (!forgotten) {
            time.after(server.link.half(), this::seeEnd);
        }
    }

    private void seeEnd() {
        if (!endSeen && !closed) {
            endSeen = true;
            heard(() -> client.ended());
        }
    }

    /** From a NAT in between, without a word; keepalive probes find out after {@code probes}. */
    void forget(long probes) {
        forgotten = true;
        time.after(probes, this::seeEnd);
    }

    void close() {
        if (!closed) {
            closed = true;
            if (!forgotten) {
                time.after(server.link.half(), () -> server.fin(this));
            }
        }
    }
}
