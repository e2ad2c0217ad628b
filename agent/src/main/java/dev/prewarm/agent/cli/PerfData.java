package dev.prewarm.agent.cli;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The texts in a file {@code hsperfdata_USER/PID}, which every HotSpot JVM keeps unless {@code -XX:-UsePerfData}: it is read, and
 * the JVM is not asked. Format 2.0, of JDK 5 to 25, as in HotSpot's {@code perfMemory.hpp}. Nothing in it is trusted.
 */
final class PerfData {
    private static final int MAGIC = 0xcafec0c0;
    private static final int MAJOR = 2;

    /** Behind magic, byte order, version, state, used, overflow and time. */
    private static final int FIRST_ENTRY = 24;

    private static final int MOST_BYTES = 1 << 20;

    private PerfData() {}

    /** By name; none if it is no such file. */
    static Map<String, String> texts(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return Map.of();
        }
        return texts(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    private static Map<String, String> texts(ByteBuffer data) {
        Map<String, String> texts = new HashMap<>();
        try {
            if (data.getInt(0) != MAGIC || data.get(5) != MAJOR) {
                return texts;
            }
            data.order(data.get(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            int at = data.getInt(FIRST_ENTRY);
            for (int left = data.getInt(FIRST_ENTRY + 4); left > 0; left--) {
                int length = data.getInt(at);
                if (data.get(at + 12) == 'B') {
                    texts.put(text(data, at + data.getInt(at + 4)), text(data, at + data.getInt(at + 16)));
                }
                if (length <= 0) {
                    return texts;
                }
                at += length;
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException cutOff) {
            // What was read before counts.
        }
        return texts;
    }

    private static String text(ByteBuffer data, int start) {
        int end = start;
        while (data.get(end) != 0) {
            end++;
        }
        return new String(data.array(), start, end - start, StandardCharsets.UTF_8);
    }
}
