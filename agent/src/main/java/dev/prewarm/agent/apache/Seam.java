package dev.prewarm.agent.apache;

import static net.bytebuddy.jar.asm.Opcodes.INVOKESTATIC;

import net.bytebuddy.jar.asm.MethodVisitor;

/** Calls of the seams, as instructions. */
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
}
