package dev.prewarm.demo.upstream;

import java.nio.ByteBuffer;

/** What travels: bytes, or the end of them. */
final class Parcel {
    private enum Kind {
        BYTES,
        FIN,
        RESET
    }

    private final Leg to;
    private final Kind kind;
    private final ByteBuffer bytes;

    private Parcel(Leg to, Kind kind, ByteBuffer bytes) {
        this.to = to;
        this.kind = kind;
        this.bytes = bytes;
    }

    static Parcel bytes(Leg to, ByteBuffer bytes) {
        return new Parcel(to, Kind.BYTES, bytes);
    }

    static Parcel fin(Leg to) {
        return new Parcel(to, Kind.FIN, null);
    }

    static Parcel reset(Leg to) {
        return new Parcel(to, Kind.RESET, null);
    }

    Leg to() {
        return to;
    }

    boolean isFin() {
        return kind == Kind.FIN;
    }

    boolean isReset() {
        return kind == Kind.RESET;
    }

    ByteBuffer bytes() {
        return bytes;
    }
}
