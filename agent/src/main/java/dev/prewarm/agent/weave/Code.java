package dev.prewarm.agent.weave;

import net.bytebuddy.jar.asm.MethodVisitor;

/** Instructions to be woven in. A stack map frame in them is equal to the one at their beginning. */
public interface Code {
    void emit(MethodVisitor method);
}
