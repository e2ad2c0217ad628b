package dev.prewarm.agent.apache;

import dev.prewarm.wire.Connector;
import dev.prewarm.wire.WarmConnection;
import dev.prewarm.wire.WarmSocket;
import java.net.InetSocketAddress;

/** One socket of the classic client, and what it is for. */
final class ClassicConnector implements Connector {
    private final Frame frame;
    private volatile WarmSocket socket;

    ClassicConnector(Frame frame) {
        this.frame = frame;
    }

    void socket(WarmSocket its) {
        socket = its;
    }

    @Override
    public WarmConnection take(InetSocketAddress endpoint) {
        return ClassicSeam.take(frame, socket, endpoint);
    }

    @Override
    public void givenUp(Throwable why) {
        ClassicSeam.givenUp(socket, why);
    }

    @Override
    public boolean isForTls() {
        return frame.isTls();
    }

    @Override
    public void lost() {
        ClassicSeam.lost(socket);
    }
}
