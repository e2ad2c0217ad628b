package dev.prewarm.agent.apache;

import static net.bytebuddy.jar.asm.Opcodes.F_SAME;
import static net.bytebuddy.jar.asm.Opcodes.INVOKESTATIC;
import static net.bytebuddy.jar.asm.Opcodes.NOP;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;

/** Calls of the seams, and what goes with them, as instructions. */
final class Seam {
    private static final String PACKAGE = "dev/prewarm/agent/apache/";

    private Seam() {}

    static void shared(MethodVisitor method, String name, String descriptor) {
        method.visitMethodInsn(INVOKESTATIC, PACKAGE + "SharedSeam", name, descriptor, false);
    }

    static void classic(MethodVisitor method, String name, String descriptor) {
        method.visitMethodInsn(INVOKESTATIC, PACKAGE + "ClassicSeam", name, descriptor, false);
    }

    static void async(MethodVisitor method, String name, String descriptor) {
        method.visitMethodInsn(INVOKESTATIC, PACKAGE + "AsyncSeam", name, descriptor, false);
    }

    /** Where a branch over a call leads to, in code at a method's entry: the variables are still its arguments. */
    static void rejoin(MethodVisitor method, Label label) {
        method.visitLabel(label);
        method.visitFrame(F_SAME, 0, null, 0, null);
        method.visitInsn(NOP);
    }
}
