package dev.prewarm.it.programs;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.ByteBuffer;
import java.security.ProtectionDomain;
import java.util.Set;

/**
 * An agent because of which classes that are loaded take no edits of another one: it changes the modifiers of those that its
 * argument names (with slashes, separated by commas) whenever they are retransformed, which the JVM refuses.
 */
public final class Spoiler {
    private static final int ACC_FINAL = 0x10;
    private static final int CONSTANTS = 8;

    private Spoiler() {}

    public static void premain(String names, Instrumentation instrumentation) {
        Set<String> spoilt = Set.of(names.split(","));
        instrumentation.addTransformer(
                new ClassFileTransformer() {
                    @Override
                    public byte[] transform(
                            ClassLoader loader, String name, Class<?> again, ProtectionDomain domain, byte[] file) {
                        return again != null && spoilt.contains(name) ? spoilt(file.clone()) : null;
                    }
                },
                true);
    }

    private static byte[] spoilt(byte[] file) {
        ByteBuffer read = ByteBuffer.wrap(file).position(CONSTANTS);
        int count = read.getShort();
        for (int i = 1; i < count; i++) {
            int tag = read.get();
            read.position(read.position() + length(tag, read));
            // A long or a double takes two places (JVMS 4.4.5).
            i += tag == 5 || tag == 6 ? 1 : 0;
        }
        file[read.position() + 1] ^= ACC_FINAL;
        return file;
    }

    /** Of a constant behind its tag: JVMS 4.4. */
    private static int length(int tag, ByteBuffer at) {
        switch (tag) {
            case 1:
                return 2 + at.getShort(at.position());
            case 5:
            case 6:
                return 8;
            case 7:
            case 8:
            case 16:
            case 19:
            case 20:
                return 2;
            case 15:
                return 3;
            default:
                return 4;
        }
    }
}
