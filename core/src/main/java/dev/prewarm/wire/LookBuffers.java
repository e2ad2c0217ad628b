package dev.prewarm.wire;

import java.nio.ByteBuffer;

/** Buffers for one look, made when first needed; whoever looks often keeps its own. Not thread-safe. */
final class LookBuffers {
    private static final int SMALL = 4096;

    private ByteBuffer net = ByteBuffer.allocate(SMALL);
    private ByteBuffer application;

    /** Cleared, with room for {@code least} bytes. */
    ByteBuffer net(int least) {
        if (net.capacity() < least) {
            net = ByteBuffer.allocate(least);
        }
        net.clear();
        return net;
    }

    /** Cleared, with room for {@code least} bytes. */
    ByteBuffer application(int least) {
        if (application == null || application.capacity() < least) {
            application = ByteBuffer.allocate(least);
        }
        application.clear();
        return application;
    }
}
