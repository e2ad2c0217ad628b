package dev.prewarm.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Objects;

/** What {@link Socket#getOutputStream()} answers. */
final class ChannelOutput extends OutputStream {
    private final Socket owner;
    private final BlockingChannel channel;

    ChannelOutput(Socket owner, BlockingChannel channel) {
        this.owner = owner;
        this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        channel.write(from, offset, length);
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }
}
