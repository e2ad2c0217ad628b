package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real one is read by ListIT. */
class PerfDataTest {
    private static final int PROLOGUE = 32;
    private static final int ENTRY = 20;

    @TempDir
    private Path directory;

    @Test
    void itsTextsAreReadInTheByteOrderOfTheMachine() throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] file = file(order, "sun.rt.javaCommand", "app.jar x", "java.property.java.version", "17");
            assertThat(texts(file))
                    .isEqualTo(Map.of("sun.rt.javaCommand", "app.jar x", "java.property.java.version", "17"));
        }
    }

    @Test
    void whatIsCutOffCountsAsFarAsItGoes() throws IOException {
        byte[] file = file(ByteOrder.LITTLE_ENDIAN, "a", "b", "c", "d");
        for (int length = 0; length < file.length; length++) {
            byte[] part = new byte[length];
            System.arraycopy(file, 0, part, 0, length);
            assertThat(texts(part).size()).as(length + " bytes").isLessThanOrEqualTo(2);
        }
        assertThat(texts(Arrays.copyOf(file, file.length - 3))).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void whatIsNoneIsNone() throws IOException {
        byte[] entriesWithoutLength = file(ByteOrder.BIG_ENDIAN, "a", "b");
        ByteBuffer.wrap(entriesWithoutLength).putInt(PROLOGUE, 0).putInt(PROLOGUE - 4, Integer.MAX_VALUE);
        assertThat(texts(entriesWithoutLength)).isEqualTo(Map.of("a", "b"));
        assertThat(texts(new byte[PROLOGUE])).isEmpty();
        assertThat(texts("text".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(PerfData.texts(directory)).isEmpty();
        assertThat(PerfData.texts(directory.resolve("not-there"))).isEmpty();
    }

    private Map<String, String> texts(byte[] bytes) throws IOException {
        return PerfData.texts(Files.write(directory.resolve("file"), bytes));
    }

    /** Names and values by turns. */
    private static byte[] file(ByteOrder order, String... texts) {
        ByteBuffer file = ByteBuffer.allocate(1000).order(order);
        file.put(new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xc0, (byte) 0xc0});
        file.put((byte) (order == ByteOrder.BIG_ENDIAN ? 0 : 1)).put((byte) 2);
        file.putInt(24, PROLOGUE).putInt(28, texts.length / 2).position(PROLOGUE);
        for (int i = 0; i < texts.length; i += 2) {
            byte[] name = (texts[i] + "\0").getBytes(StandardCharsets.UTF_8);
            byte[] value = (texts[i + 1] + "\0").getBytes(StandardCharsets.UTF_8);
            file.putInt(ENTRY + name.length + value.length).putInt(ENTRY).putInt(value.length);
            file.put((byte) 'B').put(new byte[3]).putInt(ENTRY + name.length);
            file.put(name).put(value);
        }
        byte[] bytes = new byte[file.position()];
        file.rewind().get(bytes);
        return bytes;
    }
}
