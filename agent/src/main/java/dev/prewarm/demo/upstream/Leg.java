package dev.prewarm.demo.upstream;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** One of the two sockets of a relayed connection: towards the client, or towards the server. */
final class Leg {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final boolean fromClient;
    private final long accepted;
    /** Arrived, but not yet taken by the socket. */
    private final Deque<Parcel> arrived = new ArrayDeque<>();

    private Leg other;
    private boolean finished;

    private Leg(SocketChannel channel, Selector selector, boolean fromClient, long accepted) throws IOException {
        this.channel = channel;
        this.fromClient = fromClient;
        this.accepted = accepted;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Joins the two sockets of a connection that the client opened at {@code accepted}. */
    static void pair(SocketChannel client, SocketChannel server, Selector selector, long accepted) throws IOException {
        Leg near = new Leg(client, selector, true, accepted);
        Leg far = new Leg(server, selector, false, accepted);
        near.other = far;
        far.other = near;
    }

    /** What this socket has to say to the other one, or null if nothing now. */
    Parcel read(ByteBuffer scratch) {
        scratch.clear();
        try {
            int count = channel.read(scratch);
            if (count > 0) {
                byte[] copy = new byte[count];
                scratch.flip().get(copy);
                return Parcel.bytes(other, ByteBuffer.wrap(copy));
            }
            if (count == 0) {
                return null;
            }
            dontAwait(SelectionKey.OP_READ);
            return Parcel.fin(other);
        } catch (IOException e) {
            dontAwait(SelectionKey.OP_READ);
            return Parcel.reset(other);
        }
    }

    /** When a parcel read here arrives at the other side. */
    long arrival(Distance distance, long sent) {
        return fromClient ? distance.arrivalAtServer(accepted, sent) : distance.arrivalAtClient(sent);
    }

    void deliver(Parcel parcel) {
        arrived.add(parcel);
        flush();
    }

    /** Writes what has arrived, as far as the socket takes it. */
    void flush() {
        try {
            while (!finished && !arrived.isEmpty()) {
                Parcel next = arrived.peek();
                if (next.isReset()) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                    close();
                    other.close();
                } else if (next.isFin()) {
                    channel.shutdownOutput();
                    finish();
                } else {
                    channel.write(next.bytes());
                    if (next.bytes().hasRemaining()) {
                        key.interestOps(key.interestOps() | SelectionKey.OP_WRITE);
                        return;
                    }
                }
                arrived.remove();
            }
            dontAwait(SelectionKey.OP_WRITE);
        } catch (IOException e) {
            // The peer is gone. If this socket is still read, reading says so, and it travels back as it should.
            finish();
        }
    }

    /** Nothing more will be written here; when that is so on both sides, the connection is over. */
    private void finish() {
        finished = true;
        if (other.finished) {
            close();
            other.close();
        }
    }

    private void close() {
        finished = true;
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private void dontAwait(int operation) {
        if (key.isValid()) {
            key.interestOps(key.interestOps() & ~operation);
        }
    }
}
