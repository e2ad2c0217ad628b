package dev.prewarm.agent.weave;

import net.bytebuddy.jar.asm.MethodVisitor;

/** Instructions to be woven in. They leave no frame behind but such as equal the one they began with. */
public interface Code {
    void emit(MethodVisitor method);
}
