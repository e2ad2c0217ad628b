package dev.prewarm.agent.apache;

import static net.bytebuddy.jar.asm.Opcodes.F_SAME;
import static net.bytebuddy.jar.asm.Opcodes.INVOKESTATIC;
import static net.bytebuddy.jar.asm.Opcodes.NOP;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;

/** Calls of the seams, and what goes with them, as instructions. */
final class ApacheSeamCalls {
    private static final String PACKAGE = "dev/prewarm/agent/apache/";

    private ApacheSeamCalls() {}

    static void callShared(MethodVisitor method, String name, String descriptor) {
        method.visitMethodInsn(INVOKESTATIC, PACKAGE + "ApacheSeam", name, descriptor, false);
    }

    static void callClassic(MethodVisitor method, String name, String descriptor) {
        method.visitMethodInsn(INVOKESTATIC, PACKAGE + "ApacheClassicSeam", name, descriptor, false);
    }

    static void callAsync(MethodVisitor method, String name, String descriptor) {
        method.visitMethodInsn(INVOKESTATIC, PACKAGE + "ApacheAsyncSeam", name, descriptor, false);
    }

    /** Where a branch over a call leads to, in code at a method's entry: the variables are still its arguments. */
    static void rejoin(MethodVisitor method, Label label) {
        method.visitLabel(label);
        method.visitFrame(F_SAME, 0, null, 0, null);
        method.visitInsn(NOP);
    }
}
