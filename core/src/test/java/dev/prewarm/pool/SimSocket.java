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

        default void answered(boolean refused, boolean closes) {}

        /** The other side ended it, and no answer came before. */
        default void ended() {}
    }

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
            client.failed(mayBeHarm);
        }
    }

    private void established(boolean withTls) {
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
        time.after(server.link.half(), () -> {
            if (!closed && !endSeen) {
                handshaken = true;
                afterHello.run();
            }
        });
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
    void answered(boolean refused, boolean closes) {
        time.after(server.link.half(), () -> {
            if (!closed && !endSeen) {
                closed = true;
                client.answered(refused, closes);
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
            client.ended();
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
