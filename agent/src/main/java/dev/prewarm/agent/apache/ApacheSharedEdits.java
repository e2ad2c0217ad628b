package dev.prewarm.agent.apache;

import static dev.prewarm.agent.apache.ApacheNames.ADDRESS;
import static dev.prewarm.agent.apache.ApacheNames.CLIENT;
import static dev.prewarm.agent.apache.ApacheNames.CORE;
import static dev.prewarm.agent.apache.ApacheNames.HTTP_HOST;
import static dev.prewarm.agent.apache.ApacheNames.OBJECT;
import static dev.prewarm.agent.apache.ApacheNames.STRING;
import static dev.prewarm.agent.apache.ApacheNames.type;
import static dev.prewarm.agent.apache.ApacheSeamCalls.callShared;
import static dev.prewarm.agent.apache.ApacheSeamCalls.rejoin;
import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.ASTORE;
import static net.bytebuddy.jar.asm.Opcodes.GETFIELD;
import static net.bytebuddy.jar.asm.Opcodes.GOTO;
import static net.bytebuddy.jar.asm.Opcodes.ICONST_0;
import static net.bytebuddy.jar.asm.Opcodes.ICONST_1;
import static net.bytebuddy.jar.asm.Opcodes.IFEQ;
import static net.bytebuddy.jar.asm.Opcodes.IFNULL;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEINTERFACE;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;
import static net.bytebuddy.jar.asm.Opcodes.IOR;

import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;

/** Edits of the same kind in both clients: which request a connection is for, and what an answer says. */
final class ApacheSharedEdits {
    static final String RETRY = CLIENT + "impl/DefaultHttpRequestRetryStrategy";

    private static final String FAILURE = "Ljava/io/IOException;";
    private static final String STRATEGY = CLIENT + "HttpRequestRetryStrategy";
    private static final String ROUTE = CLIENT + "HttpRoute";
    private static final String REQUEST = CORE + "http/HttpRequest";
    private static final String RESPONSE = CORE + "http/HttpResponse";
    private static final String CONNECTION = CORE + "http/HttpConnection";
    private static final String SESSION = "Ljavax/net/ssl/SSLSession;";
    private static final String HTTP_CONTEXT = CORE + "http/protocol/HttpContext";
    private static final String REUSE = CORE + "http/ConnectionReuseStrategy";
    private static final String KEEP_ALIVE = "(" + type(REQUEST) + type(RESPONSE) + type(HTTP_CONTEXT) + ")Z";

    /** Beyond the local variables of every method that asks a strategy. */
    private static final int ASKED = 40;

    private ApacheSharedEdits() {}

    /**
     * @param exec the client's ConnectExec
     * @param scope of its chain
     * @param scopeSlot where the scope stands among its parameters; the request is the first
     */
    static ClassEdits exchange(String exec, String scope, int scopeSlot, String runtime, String parameters) {
        Code begins = method -> {
            Label none = new Label();
            method.visitVarInsn(ALOAD, 1);
            method.visitJumpInsn(IFNULL, none);
            method.visitVarInsn(ALOAD, scopeSlot);
            method.visitJumpInsn(IFNULL, none);
            runtime(method, scope, scopeSlot, runtime);
            method.visitVarInsn(ALOAD, 1);
            method.visitMethodInsn(INVOKEINTERFACE, REQUEST, "getMethod", "()" + STRING, true);
            method.visitVarInsn(ALOAD, scopeSlot);
            method.visitFieldInsn(GETFIELD, scope, "route", type(ROUTE));
            method.visitMethodInsn(INVOKEVIRTUAL, ROUTE, "getProxyHost", "()" + type(HTTP_HOST), false);
            conditional(method);
            callShared(method, "exchange", "(" + OBJECT + STRING + OBJECT + "Z)V");
            rejoin(method, none);
        };
        return new ClassEdits(exec, Edit.atEntry("execute", parameters, begins));
    }

    /**
     * The client may repeat what goes through here: whether it will is its strategy's to say, if that is a standard one, and
     * depends on the body.
     *
     * @param exec the client's HttpRequestRetryExec
     * @param scope of its chain
     * @param scopeSlot where the scope stands among its parameters; the request is the first
     * @param count puts on the stack the number of the attempt that begins
     * @param body puts the request's body, or null, on the stack
     * @param bodyType what says of it whether it is repeatable
     */
    static Edit attempts(
            String exec,
            String scope,
            int scopeSlot,
            String runtime,
            String parameters,
            Code count,
            Code body,
            String bodyType) {
        Code begins = method -> {
            Label none = new Label();
            Label bodyless = new Label();
            Label once = new Label();
            method.visitVarInsn(ALOAD, 1);
            method.visitJumpInsn(IFNULL, none);
            method.visitVarInsn(ALOAD, scopeSlot);
            method.visitJumpInsn(IFNULL, none);
            body.emit(method);
            method.visitJumpInsn(IFNULL, bodyless);
            body.emit(method);
            method.visitMethodInsn(INVOKEINTERFACE, bodyType, "isRepeatable", "()Z", true);
            method.visitJumpInsn(IFEQ, once);
            rejoin(method, bodyless);
            strategy(method, exec);
            callShared(method, "isStandard", "(" + OBJECT + ")Z");
            method.visitJumpInsn(IFEQ, once);
            strategy(method, exec);
            method.visitVarInsn(ALOAD, 1);
            callShared(method, "lost", "()" + FAILURE);
            count.emit(method);
            method.visitVarInsn(ALOAD, scopeSlot);
            method.visitFieldInsn(GETFIELD, scope, "clientContext", type(CLIENT + "protocol/HttpClientContext"));
            method.visitMethodInsn(
                    INVOKEINTERFACE,
                    STRATEGY,
                    "retryRequest",
                    "(" + type(REQUEST) + FAILURE + "I" + type(HTTP_CONTEXT) + ")Z",
                    true);
            method.visitJumpInsn(IFEQ, once);
            told(method, scope, scopeSlot, runtime, count, ICONST_1);
            method.visitJumpInsn(GOTO, none);
            rejoin(method, once);
            told(method, scope, scopeSlot, runtime, count, ICONST_0);
            rejoin(method, none);
        };
        return Edit.atEntry("execute", parameters, begins);
    }

    private static void told(
            MethodVisitor method, String scope, int scopeSlot, String runtime, Code count, int repeated) {
        runtime(method, scope, scopeSlot, runtime);
        method.visitVarInsn(ALOAD, 1);
        count.emit(method);
        method.visitInsn(repeated);
        conditional(method);
        callShared(method, "attempts", "(" + OBJECT + OBJECT + "IZZ)V");
    }

    private static void strategy(MethodVisitor method, String exec) {
        method.visitVarInsn(ALOAD, 0);
        method.visitFieldInsn(GETFIELD, exec, "retryStrategy", type(STRATEGY));
    }

    static void runtime(MethodVisitor method, String scope, int scopeSlot, String runtime) {
        method.visitVarInsn(ALOAD, scopeSlot);
        method.visitFieldInsn(GETFIELD, scope, "execRuntime", type(runtime));
    }

    /** What a cache sends to learn whether it may go on with what it has (RFC 9111, 4.3.1). */
    private static void conditional(MethodVisitor method) {
        header(method, "If-None-Match");
        header(method, "If-Modified-Since");
        method.visitInsn(IOR);
    }

    private static void header(MethodVisitor method, String name) {
        method.visitVarInsn(ALOAD, 1);
        method.visitLdcInsn(name);
        method.visitMethodInsn(INVOKEINTERFACE, REQUEST, "containsHeader", "(" + STRING + ")Z", true);
    }

    /** Around a runtime's {@code connectEndpoint}. */
    static List<Edit> connecting(String parameters) {
        Code begins = method -> {
            method.visitVarInsn(ALOAD, 0);
            callShared(method, "connectBegins", "(" + OBJECT + ")V");
        };
        Code ends = method -> callShared(method, "connectEnds", "()V");
        Code discarded = method -> {
            method.visitVarInsn(ALOAD, 0);
            callShared(method, "discarded", "(" + OBJECT + ")V");
        };
        return List.of(
                Edit.atEntry("discardEndpoint", "()V", discarded),
                Edit.atEntry("connectEndpoint", parameters, begins),
                Edit.atReturn("connectEndpoint", parameters, ends),
                Edit.atThrow("connectEndpoint", parameters, ends));
    }

    /**
     * Whoever asks whether the connection is kept has the head of an answer; an application's strategy is told of none.
     *
     * @param asker makes that call once
     */
    static ClassEdits answers(String asker) {
        Code answered = method -> {
            method.visitVarInsn(ASTORE, ASKED);
            method.visitVarInsn(ASTORE, ASKED + 1);
            method.visitVarInsn(ASTORE, ASKED + 2);
            method.visitVarInsn(ALOAD, ASKED + 2);
            method.visitVarInsn(ALOAD, ASKED + 1);
            method.visitMethodInsn(INVOKEINTERFACE, RESPONSE, "getCode", "()I", true);
            method.visitVarInsn(ALOAD, ASKED + 1);
            method.visitMethodInsn(
                    INVOKEINTERFACE, RESPONSE, "getVersion", "()L" + CORE + "http/ProtocolVersion;", true);
            headers(method, ASKED + 1, RESPONSE, "Connection");
            headers(method, ASKED + 1, RESPONSE, "Content-Length");
            headers(method, ASKED + 1, RESPONSE, "Transfer-Encoding");
            String values = "[" + OBJECT;
            callShared(method, "answered", "(" + OBJECT + "I" + OBJECT + values + values + values + ")V");
            method.visitVarInsn(ALOAD, ASKED + 2);
            method.visitVarInsn(ALOAD, ASKED + 1);
            method.visitVarInsn(ALOAD, ASKED);
            method.visitMethodInsn(INVOKEINTERFACE, REUSE, "keepAlive", KEEP_ALIVE, true);
        };
        return new ClassEdits(asker, Edit.insteadOfCall(REUSE, "keepAlive", KEEP_ALIVE, answered));
    }

    private static void headers(MethodVisitor method, int slot, String type, String name) {
        method.visitVarInsn(ALOAD, slot);
        method.visitLdcInsn(name);
        method.visitMethodInsn(INVOKEINTERFACE, type, "getHeaders", "(" + STRING + ")[L" + CORE + "http/Header;", true);
    }

    /** The strategy is told of a warm connection's end as of one that has served before. */
    static ClassEdits retries() {
        Code failure = method -> {
            method.visitVarInsn(ALOAD, 2);
            method.visitVarInsn(ALOAD, 1);
            callShared(method, "failure", "(" + FAILURE + OBJECT + ")" + FAILURE);
            method.visitVarInsn(ASTORE, 2);
        };
        return new ClassEdits(RETRY, Edit.atEntry("retryRequest", "(" + type(REQUEST) + FAILURE, failure));
    }

    /**
     * A request is written.
     *
     * @param connection where that stands among the parameters of a method whose first one is the request; 0: its own object
     */
    static Code sends(int connection) {
        return method -> {
            Label none = new Label();
            method.visitVarInsn(ALOAD, 1);
            method.visitJumpInsn(IFNULL, none);
            method.visitVarInsn(ALOAD, connection);
            method.visitJumpInsn(IFNULL, none);
            method.visitVarInsn(ALOAD, 1);
            method.visitVarInsn(ALOAD, 1);
            method.visitMethodInsn(INVOKEINTERFACE, REQUEST, "getMethod", "()" + STRING, true);
            headers(method, 1, REQUEST, "Connection");
            onConnection(method, connection, "getLocalAddress", "()" + ADDRESS);
            onConnection(method, connection, "getRemoteAddress", "()" + ADDRESS);
            onConnection(method, connection, "getSSLSession", "()" + SESSION);
            callShared(method, "sends", "(" + OBJECT + STRING + "[" + OBJECT + ADDRESS + ADDRESS + SESSION + ")V");
            rejoin(method, none);
        };
    }

    private static void onConnection(MethodVisitor method, int slot, String getter, String descriptor) {
        method.visitVarInsn(ALOAD, slot);
        method.visitMethodInsn(INVOKEINTERFACE, CONNECTION, getter, descriptor, true);
    }
}
