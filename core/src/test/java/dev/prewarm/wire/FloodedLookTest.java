package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A look at a parked connection whose peer never stops talking: with each kind of TLS, in large pieces and in small ones. */
@Timeout(60)
class FloodedLookTest {
    private static final byte[] NOTHING = new byte[0];
    private static final int AT_ONCE = 16 * 1024;
    private static final int IN_ALL = 64 * 1024;
    private static final int SMALL = 22;

    private enum Kind {
        ENGINE {
            @Override
            TlsSession session(ScriptedChannel channel) {
                return new EngineSession(
                        new QuietTls.Engine(LocalCertificates.trusting().createSSLEngine()), ByteBuffer.allocate(0));
            }
        },
        SOCKET {
            @Override
            TlsSession session(ScriptedChannel channel) throws IOException {
                BlockingChannel raw = new BlockingChannel(channel);
                raw.park();
                return new SocketSession(new QuietTls.Socket(raw), new ChannelSocket(raw, new InetSocketAddress(1)));
            }
        };

        abstract TlsSession session(ScriptedChannel channel) throws IOException;
    }

    private final LookBuffers scratch = new LookBuffers();
    private int pieces;

    /** @param piece which comes with the n-th read, from 0 */
    private ScriptedChannel channel(IntFunction<byte[]> piece) {
        return new ScriptedChannel(() -> piece.apply(pieces++));
    }

    private static byte[] byteOf(byte[] record, int n) {
        return new byte[] {record[n % record.length]};
    }

    @ParameterizedTest
    @EnumSource
    void eightRecordsAreReadAtOnceAndNoMore(Kind kind) throws IOException {
        for (int count : new int[] {8, 9}) {
            pieces = 0;
            ScriptedChannel channel = channel(n -> n < count ? QuietTls.record(SMALL) : NOTHING);
            Liveness look = kind.session(channel).look(channel, scratch);
            assertThat(look).isEqualTo(count == 8 ? Liveness.LIVE : Liveness.FLOOD);
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordsWithoutEnd(Kind kind) throws IOException {
        ScriptedChannel channel = channel(n -> QuietTls.record(SMALL));
        assertThat(kind.session(channel).look(channel, scratch)).isEqualTo(Liveness.FLOOD);
        assertThat(channel.bytesRead()).isLessThanOrEqualTo(9 * SMALL);
    }

    @ParameterizedTest
    @EnumSource
    void manyInOnePacket(Kind kind) throws IOException {
        byte[] packet = new byte[100 * SMALL];
        for (int i = 0; i < 100; i++) {
            System.arraycopy(QuietTls.record(SMALL), 0, packet, i * SMALL, SMALL);
        }
        ScriptedChannel channel = channel(n -> packet);
        assertThat(kind.session(channel).look(channel, scratch)).isEqualTo(Liveness.FLOOD);
        assertThat(channel.bytesRead()).isLessThanOrEqualTo(AT_ONCE);
    }

    @ParameterizedTest
    @EnumSource
    void recordsByteByByteInOneLook(Kind kind) throws IOException {
        ScriptedChannel channel = channel(n -> byteOf(QuietTls.record(SMALL), n));
        assertThat(kind.session(channel).look(channel, scratch)).isEqualTo(Liveness.FLOOD);
        assertThat(channel.bytesRead()).isLessThanOrEqualTo(9 * SMALL);
    }

    @ParameterizedTest
    @EnumSource
    void largeRecordsInOneLook(Kind kind) throws IOException {
        ScriptedChannel channel = channel(n -> QuietTls.record(16_000));
        assertThat(kind.session(channel).look(channel, scratch)).isEqualTo(Liveness.FLOOD);
        assertThat(channel.bytesRead()).isLessThanOrEqualTo(AT_ONCE);
    }

    /** Others get their turn between two looks, but it does not go on for ever. */
    @ParameterizedTest
    @EnumSource
    void oneRecordPerLook(Kind kind) throws IOException {
        int looks = looksUntilTheFlood(kind, QuietTls.record(1_000), 1_000);
        assertThat(looks).isEqualTo(66);
    }

    @ParameterizedTest
    @EnumSource
    void oneBytePerLook(Kind kind) throws IOException {
        int looks = looksUntilTheFlood(kind, QuietTls.record(SMALL), 1);
        assertThat(looks).isEqualTo(IN_ALL);
    }

    @ParameterizedTest
    @EnumSource
    void aRecordInTwoLooksIsFineHoweverItIsCut(Kind kind) throws IOException {
        byte[] record = QuietTls.record(3_000);
        for (int cut = 1; cut < record.length; cut += 499) {
            byte[][] parts = {Arrays.copyOf(record, cut), NOTHING, Arrays.copyOfRange(record, cut, record.length)};
            pieces = 0;
            ScriptedChannel channel = channel(n -> n < parts.length ? parts[n] : NOTHING);
            TlsSession session = kind.session(channel);
            assertThat(session.look(channel, scratch)).isEqualTo(Liveness.PARTIAL);
            assertThat(session.look(channel, scratch)).isEqualTo(Liveness.LIVE);
        }
    }

    @Test
    void aRecordLongerThanThereAreIsNotWaitedFor() throws IOException {
        ScriptedChannel channel = channel(n -> n == 0 ? new byte[] {23, 3, 3, -1, -1} : NOTHING);
        assertThat(Kind.SOCKET.session(channel).look(channel, scratch)).isEqualTo(Liveness.FLOOD);
    }

    /** @param piece how many bytes come before each look, of equal records in a row */
    private int looksUntilTheFlood(Kind kind, byte[] record, int piece) throws IOException {
        int[] at = {0};
        ScriptedChannel channel = channel(n -> {
            if (n % 2 == 1) {
                return NOTHING;
            }
            byte[] bytes = new byte[piece];
            for (int i = 0; i < piece; i++) {
                bytes[i] = record[at[0]++ % record.length];
            }
            return bytes;
        });
        TlsSession session = kind.session(channel);
        int looks = 0;
        Liveness look = Liveness.LIVE;
        for (; look == Liveness.LIVE || look == Liveness.PARTIAL; looks++) {
            look = session.look(channel, scratch);
        }
        assertThat(look).isEqualTo(Liveness.FLOOD);
        assertThat(channel.bytesRead()).isLessThanOrEqualTo(IN_ALL);
        return looks;
    }
}
