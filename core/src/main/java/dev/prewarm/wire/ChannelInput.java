package dev.prewarm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Objects;

/** What {@link Socket#getInputStream()} answers. */
final class ChannelInput extends InputStream {
    private final Socket owner;
    private final BlockingChannel channel;

    ChannelInput(Socket owner, BlockingChannel channel) {
        this.owner = owner;
        this.channel = channel;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        return length == 0 ? 0 : channel.read(to, offset, length);
    }

    @Override
    public int available() throws IOException {
        return channel.available();
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }
}
