package dev.prewarm.agent.apache;

import static dev.prewarm.agent.apache.ApacheNames.CORE;
import static dev.prewarm.agent.apache.ApacheNames.HTTP_HOST;
import static dev.prewarm.agent.apache.ApacheNames.NAMED_ENDPOINT;
import static dev.prewarm.agent.apache.ApacheNames.OBJECT;
import static dev.prewarm.agent.apache.ApacheNames.PATH;
import static dev.prewarm.agent.apache.ApacheNames.STRING;
import static dev.prewarm.agent.apache.ApacheNames.TIMEOUT;
import static dev.prewarm.agent.apache.ApacheNames.TLS_CONFIG;
import static dev.prewarm.agent.apache.ApacheNames.type;
import static dev.prewarm.agent.apache.ApacheSeamCalls.callShared;
import static dev.prewarm.agent.apache.ApacheSeamCalls.rejoin;
import static net.bytebuddy.jar.asm.Opcodes.ACONST_NULL;
import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.CHECKCAST;
import static net.bytebuddy.jar.asm.Opcodes.DUP;
import static net.bytebuddy.jar.asm.Opcodes.IFEQ;
import static net.bytebuddy.jar.asm.Opcodes.IFNULL;
import static net.bytebuddy.jar.asm.Opcodes.IF_ACMPNE;
import static net.bytebuddy.jar.asm.Opcodes.INSTANCEOF;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEINTERFACE;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;

import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import dev.prewarm.agent.weave.Member;
import java.io.IOException;
import java.util.Comparator;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Type;

/**
 * The frame around a connection operator's {@code connect}, classic or async. Its overloads call each other with ever more
 * parameters; the last one is told by having most, and where its parameters stand by their types.
 */
final class ApacheOperatorEdits {
    private final String descriptor;
    private final boolean hasTlsConfig;

    ApacheOperatorEdits(ClassFiles files, String className) throws IOException {
        descriptor = files.descriptors(className, "connect").stream()
                .max(Comparator.comparingInt(each -> Type.getArgumentTypes(each).length))
                .orElseThrow(() -> new IOException("there is no connect in " + className.replace('/', '.')));
        hasTlsConfig = files.has(TLS_CONFIG);
    }

    /** @param returns what is to be done first when it returns */
    Edit[] edits(Code returns) {
        Code ends = method -> callShared(method, "frameEnds", "()V");
        Code fails = method -> {
            method.visitInsn(DUP);
            callShared(method, "frameFails", "(Ljava/lang/Throwable;)V");
        };
        return new Edit[] {
            Edit.atEntry("connect", descriptor, this::begin),
            Edit.atReturn("connect", descriptor, method -> {
                returns.emit(method);
                ends.emit(method);
            }),
            Edit.atThrow("connect", descriptor, fails)
        };
    }

    private void begin(MethodVisitor method) {
        int host = slot(type(HTTP_HOST));
        Label none = new Label();
        method.visitVarInsn(ALOAD, host);
        method.visitJumpInsn(IFNULL, none);
        method.visitVarInsn(ALOAD, 0);
        hostGetter(method, host, "getSchemeName", "()" + STRING);
        hostGetter(method, host, "getHostName", "()" + STRING);
        hostGetter(method, host, "getPort", "()I");
        orNull(method, slot(OBJECT));
        orNull(method, slot(PATH));
        callShared(method, "frame", "(" + OBJECT + STRING + STRING + "I" + OBJECT + OBJECT + ")V");
        rejoin(method, none);
        if (slot(type(NAMED_ENDPOINT)) > 0) {
            name(method, slot(type(NAMED_ENDPOINT)));
        }
        if (hasTlsConfig && slot(OBJECT) > 0) {
            tlsConfig(method, slot(OBJECT));
        }
    }

    private static void hostGetter(MethodVisitor method, int host, String name, String descriptor) {
        method.visitVarInsn(ALOAD, host);
        method.visitMethodInsn(INVOKEVIRTUAL, HTTP_HOST, name, descriptor, false);
    }

    private static void orNull(MethodVisitor method, int slot) {
        if (slot > 0) {
            method.visitVarInsn(ALOAD, slot);
        } else {
            method.visitInsn(ACONST_NULL);
        }
    }

    private static void name(MethodVisitor method, int slot) {
        Label none = new Label();
        method.visitVarInsn(ALOAD, slot);
        method.visitJumpInsn(IFNULL, none);
        method.visitVarInsn(ALOAD, slot);
        method.visitMethodInsn(INVOKEINTERFACE, NAMED_ENDPOINT, "getHostName", "()" + STRING, true);
        method.visitVarInsn(ALOAD, slot);
        method.visitMethodInsn(INVOKEINTERFACE, NAMED_ENDPOINT, "getPort", "()I", true);
        callShared(method, "frameName", "(" + STRING + "I)V");
        rejoin(method, none);
    }

    private static void tlsConfig(MethodVisitor method, int slot) {
        Label none = new Label();
        method.visitVarInsn(ALOAD, slot);
        method.visitTypeInsn(INSTANCEOF, TLS_CONFIG);
        method.visitJumpInsn(IFEQ, none);
        // The getters of a subclass are the application's: it is told by its identity, as any other attachment.
        method.visitVarInsn(ALOAD, slot);
        method.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "getClass", "()Ljava/lang/Class;", false);
        method.visitLdcInsn(Type.getObjectType(TLS_CONFIG));
        method.visitJumpInsn(IF_ACMPNE, none);
        for (Member getter : TLS_CONFIG_GETTERS) {
            method.visitVarInsn(ALOAD, slot);
            method.visitTypeInsn(CHECKCAST, TLS_CONFIG);
            method.visitMethodInsn(INVOKEVIRTUAL, getter.owner(), getter.name(), getter.descriptor(), false);
        }
        callShared(method, "frameTls", "(" + OBJECT + "[" + STRING + "[" + STRING + OBJECT + ")V");
        rejoin(method, none);
    }

    private static final Member[] TLS_CONFIG_GETTERS = {
        new Member(TLS_CONFIG, "getHandshakeTimeout", "()" + type(TIMEOUT)),
        new Member(TLS_CONFIG, "getSupportedProtocols", "()[" + STRING),
        new Member(TLS_CONFIG, "getSupportedCipherSuites", "()[" + STRING),
        new Member(TLS_CONFIG, "getHttpVersionPolicy", "()" + type(CORE + "http2/HttpVersionPolicy"))
    };

    /** The variable of the first parameter of that type; -1 if there is none. */
    private int slot(String type) {
        int slot = 1;
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            if (argument.getDescriptor().equals(type)) {
                return slot;
            }
            slot += argument.getSize();
        }
        return -1;
    }
}
