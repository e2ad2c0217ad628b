package dev.prewarm.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** What java.net.Socket writes to. */
final class ChannelOutput extends OutputStream {
    private final BlockingChannel channel;

    ChannelOutput(BlockingChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        if (length > 0) {
            channel.write(from, offset, length);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
