package dev.prewarm.agent.apache;

import dev.prewarm.wire.Connector;
import dev.prewarm.wire.WarmConnection;
import dev.prewarm.wire.WarmSocket;
import java.net.InetSocketAddress;

/** One socket of the classic client, and what it is for. */
final class ApacheConnector implements Connector {
    private final ApacheFrame frame;
    private volatile WarmSocket socket;

    ApacheConnector(ApacheFrame frame) {
        this.frame = frame;
    }

    void socket(WarmSocket its) {
        socket = its;
    }

    @Override
    public WarmConnection take(InetSocketAddress endpoint) {
        return ApacheClassicSeam.take(frame, socket, endpoint);
    }

    @Override
    public void givenUp(Throwable why) {
        ApacheClassicSeam.givenUp(socket, why);
    }

    @Override
    public boolean isForTls() {
        return frame.isTls();
    }

    @Override
    public void lost() {
        ApacheClassicSeam.lost(socket);
    }
}
