package dev.prewarm.agent.weave;

import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** What the verifier is told about the local variables (JVMS 4.7.4). */
final class Frames {
    private Frames() {}

    /** Those of an instance method before its first instruction: itself and its arguments. */
    static Object[] atEntry(String className, String descriptor) {
        Type[] arguments = Type.getArgumentTypes(descriptor);
        Object[] locals = new Object[arguments.length + 1];
        locals[0] = className;
        for (int i = 0; i < arguments.length; i++) {
            locals[i + 1] = local(arguments[i]);
        }
        return locals;
    }

    private static Object local(Type type) {
        switch (type.getSort()) {
            case Type.LONG:
                return Opcodes.LONG;
            case Type.DOUBLE:
                return Opcodes.DOUBLE;
            case Type.FLOAT:
                return Opcodes.FLOAT;
            case Type.OBJECT:
            case Type.ARRAY:
                return type.getInternalName();
            default:
                return Opcodes.INTEGER;
        }
    }
}
