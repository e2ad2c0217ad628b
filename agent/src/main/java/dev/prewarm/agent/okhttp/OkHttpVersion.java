package dev.prewarm.agent.okhttp;

import dev.prewarm.agent.weave.ClassFiles;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Which OkHttp it is: a constant of one of its classes, in whichever way each version holds it. */
final class OkHttpVersion {
    private static final Pattern VERSION = Pattern.compile("(?:okhttp/)?(\\d+\\.\\d+\\.\\d+\\S*)");

    private OkHttpVersion() {}

    static String of(ClassFiles files) {
        for (String holder : List.of("okhttp3/OkHttp", "okhttp3/internal/Version")) {
            try {
                String[] found = {null};
                if (files.has(holder)) {
                    new ClassReader(files.read(holder)).accept(constants(found), ClassReader.SKIP_DEBUG);
                }
                if (found[0] != null) {
                    return found[0];
                }
            } catch (IOException | RuntimeException e) {
                // It is for people only.
            }
        }
        return "of an unknown version";
    }

    private static ClassVisitor constants(String[] found) {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public FieldVisitor visitField(int access, String name, String type, String generic, Object value) {
                see(value, found);
                return null;
            }

            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String type, String generic, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitLdcInsn(Object value) {
                        see(value, found);
                    }
                };
            }
        };
    }

    private static void see(Object value, String[] found) {
        Matcher matcher = VERSION.matcher(String.valueOf(value));
        if (matcher.matches()) {
            found[0] = matcher.group(1);
        }
    }
}
