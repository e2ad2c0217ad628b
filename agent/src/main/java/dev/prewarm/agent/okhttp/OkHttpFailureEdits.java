package dev.prewarm.agent.okhttp;

import static dev.prewarm.agent.okhttp.OkHttpNames.ADDRESS;
import static dev.prewarm.agent.okhttp.OkHttpNames.CONNECTION;
import static dev.prewarm.agent.okhttp.OkHttpNames.EXCHANGE;
import static dev.prewarm.agent.okhttp.OkHttpNames.FAILURE;
import static dev.prewarm.agent.okhttp.OkHttpNames.FINDER;
import static dev.prewarm.agent.okhttp.OkHttpNames.OBJECT;
import static dev.prewarm.agent.okhttp.OkHttpNames.PACKAGE;
import static dev.prewarm.agent.okhttp.OkHttpNames.REAL_CALL;
import static dev.prewarm.agent.okhttp.OkHttpNames.ROUTE;
import static dev.prewarm.agent.okhttp.OkHttpNames.SOCKET;
import static dev.prewarm.agent.okhttp.OkHttpNames.callSeam;
import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.CHECKCAST;
import static net.bytebuddy.jar.asm.Opcodes.GETFIELD;
import static net.bytebuddy.jar.asm.Opcodes.PUTFIELD;

import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import dev.prewarm.agent.weave.Member;
import java.io.IOException;
import java.util.List;
import net.bytebuddy.jar.asm.MethodVisitor;

/** Where OkHttp judges what a failed connection means for its request: whether it may be sent again, and where to. */
final class OkHttpFailureEdits {
    private OkHttpFailureEdits() {}

    static Edit exchangeFailure(ClassFiles files) throws IOException {
        String realCall = "L" + REAL_CALL + ";";
        boolean isReal = files.has(new Member(EXCHANGE, "call", realCall));
        Code failed = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, EXCHANGE, "call", isReal ? realCall : "L" + PACKAGE + "Call;");
            callSeam(method, "failed", "(" + OBJECT + ")V");
        };
        return Edit.atEntry("trackFailure", "(" + FAILURE + ")V", failed);
    }

    /** The failure is the last argument: the only one until 4.3. */
    static Edit failure(ClassFiles files) throws IOException {
        Member track = files.find(CONNECTION, "trackFailure", FAILURE + ")V");
        int argument = track.descriptor().equals("(" + FAILURE + ")V") ? 1 : 2;
        Code successes = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, CONNECTION, "rawSocket", SOCKET);
            method.visitVarInsn(ALOAD, argument);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, CONNECTION, "successCount", "I");
            callSeam(method, "successes", "(" + SOCKET + FAILURE + "I)I");
            method.visitFieldInsn(PUTFIELD, CONNECTION, "successCount", "I");
        };
        return Edit.atEntry(track.name(), track.descriptor(), successes);
    }

    /**
     * From 4.4 to 4.12 the finder retries only what came from the pool before it has looked for routes. Before and after,
     * a connection that was used before is enough.
     */
    static void retry(ClassFiles files, List<ClassEdits> edits) throws IOException {
        Member route = new Member(FINDER, "retryRoute", "()L" + ROUTE + ";");
        if (files.has(route)) {
            Code retry = method -> {
                finderAddress(method);
                callSeam(method, "retryRoute", "(" + OBJECT + OBJECT + ")" + OBJECT);
                method.visitTypeInsn(CHECKCAST, ROUTE);
            };
            edits.add(new ClassEdits(FINDER, Edit.atReturn(route.name(), route.descriptor(), retry)));
        } else if (files.has(new Member(FINDER, "call", "L" + REAL_CALL + ";"))) {
            Code retry = method -> {
                finderAddress(method);
                callSeam(method, "retriesRoute", "(Z" + OBJECT + ")Z");
            };
            edits.add(new ClassEdits(FINDER, Edit.atReturn("retryCurrentRoute", "()Z", retry)));
        }
    }

    private static void finderAddress(MethodVisitor method) {
        method.visitVarInsn(ALOAD, 0);
        method.visitFieldInsn(GETFIELD, FINDER, "address", "L" + ADDRESS + ";");
    }
}
