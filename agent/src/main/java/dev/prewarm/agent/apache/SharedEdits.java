package dev.prewarm.agent.apache;

import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.ASTORE;
import static net.bytebuddy.jar.asm.Opcodes.CHECKCAST;
import static net.bytebuddy.jar.asm.Opcodes.GETFIELD;
import static net.bytebuddy.jar.asm.Opcodes.IFEQ;
import static net.bytebuddy.jar.asm.Opcodes.IFNULL;
import static net.bytebuddy.jar.asm.Opcodes.ILOAD;
import static net.bytebuddy.jar.asm.Opcodes.INSTANCEOF;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEINTERFACE;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;

import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;

/** Edits of the same kind in both clients: which request a connection is for, and what an answer says. */
final class SharedEdits {
    static final String RETRY = Names.CLIENT + "impl/DefaultHttpRequestRetryStrategy";
    static final String REUSE = Names.CORE + "http/impl/DefaultConnectionReuseStrategy";

    private static final String FAILURE = "Ljava/io/IOException;";
    private static final String ROUTE = Names.CLIENT + "HttpRoute";
    private static final String REQUEST = Names.CORE + "http/HttpRequest";
    private static final String RESPONSE = Names.CORE + "http/HttpResponse";
    private static final String CONTEXT = Names.CORE + "http/protocol/HttpCoreContext";
    private static final String DETAILS = Names.CORE + "http/EndpointDetails";
    private static final String HTTP_CONTEXT = Names.CORE + "http/protocol/HttpContext";

    private SharedEdits() {}

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
            method.visitVarInsn(ALOAD, scopeSlot);
            method.visitFieldInsn(GETFIELD, scope, "execRuntime", Names.type(runtime));
            method.visitVarInsn(ALOAD, scopeSlot);
            clientContext(method, scope);
            method.visitVarInsn(ALOAD, 1);
            method.visitMethodInsn(INVOKEINTERFACE, REQUEST, "getMethod", "()" + Names.STRING, true);
            method.visitVarInsn(ALOAD, scopeSlot);
            method.visitFieldInsn(GETFIELD, scope, "route", Names.type(ROUTE));
            method.visitMethodInsn(INVOKEVIRTUAL, ROUTE, "getProxyHost", "()" + Names.type(Names.HTTP_HOST), false);
            Seam.shared(method, "exchange", "(" + Names.OBJECT + Names.OBJECT + Names.STRING + Names.OBJECT + ")V");
            Seam.rejoin(method, none);
        };
        return new ClassEdits(exec, Edit.atEntry("execute", parameters, begins));
    }

    /**
     * The client may repeat what goes through here, unless it has a body that can be written once.
     *
     * @param exec the client's HttpRequestRetryExec
     * @param scope of its chain
     * @param scopeSlot where the scope stands among its parameters; the request is the first
     * @param body puts the request's body, or null, on the stack
     * @param bodyType what says of it whether it is repeatable
     */
    static ClassEdits repeats(String exec, String scope, int scopeSlot, String parameters, Code body, String bodyType) {
        Code begins = method -> {
            Label none = new Label();
            Label repeatable = new Label();
            method.visitVarInsn(ALOAD, 1);
            method.visitJumpInsn(IFNULL, none);
            method.visitVarInsn(ALOAD, scopeSlot);
            method.visitJumpInsn(IFNULL, none);
            body.emit(method);
            method.visitJumpInsn(IFNULL, repeatable);
            body.emit(method);
            method.visitMethodInsn(INVOKEINTERFACE, bodyType, "isRepeatable", "()Z", true);
            method.visitJumpInsn(IFEQ, none);
            Seam.rejoin(method, repeatable);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(
                    GETFIELD, exec, "retryStrategy", Names.type(Names.CLIENT + "HttpRequestRetryStrategy"));
            method.visitVarInsn(ALOAD, scopeSlot);
            clientContext(method, scope);
            Seam.shared(method, "repeats", "(" + Names.OBJECT + Names.OBJECT + ")V");
            Seam.rejoin(method, none);
        };
        return new ClassEdits(exec, Edit.atEntry("execute", parameters, begins));
    }

    private static void clientContext(MethodVisitor method, String scope) {
        method.visitFieldInsn(
                GETFIELD, scope, "clientContext", Names.type(Names.CLIENT + "protocol/HttpClientContext"));
    }

    /** Around a runtime's {@code connectEndpoint}. */
    static List<Edit> connecting(String parameters) {
        Code begins = method -> {
            method.visitVarInsn(ALOAD, 0);
            Seam.shared(method, "connectBegins", "(" + Names.OBJECT + ")V");
        };
        Code ends = method -> Seam.shared(method, "connectEnds", "()V");
        return List.of(
                Edit.atEntry("connectEndpoint", parameters, begins),
                Edit.atReturn("connectEndpoint", parameters, ends),
                Edit.atThrow("connectEndpoint", parameters, ends));
    }

    static ClassEdits answers() {
        Code answered = method -> {
            Label none = new Label();
            method.visitVarInsn(ALOAD, 2);
            method.visitJumpInsn(IFNULL, none);
            method.visitVarInsn(ALOAD, 3);
            method.visitTypeInsn(INSTANCEOF, CONTEXT);
            method.visitJumpInsn(IFEQ, none);
            context(method, "getEndpointDetails", "()" + Names.type(DETAILS));
            method.visitJumpInsn(IFNULL, none);
            method.visitVarInsn(ALOAD, 2);
            method.visitMethodInsn(INVOKEINTERFACE, RESPONSE, "getCode", "()I", true);
            method.visitVarInsn(ALOAD, 2);
            method.visitMethodInsn(
                    INVOKEINTERFACE, RESPONSE, "getVersion", "()L" + Names.CORE + "http/ProtocolVersion;", true);
            method.visitVarInsn(ALOAD, 2);
            method.visitLdcInsn("Connection");
            method.visitMethodInsn(
                    INVOKEINTERFACE,
                    RESPONSE,
                    "getHeaders",
                    "(" + Names.STRING + ")[L" + Names.CORE + "http/Header;",
                    true);
            context(method, "getEndpointDetails", "()" + Names.type(DETAILS));
            method.visitMethodInsn(INVOKEVIRTUAL, DETAILS, "getLocalAddress", "()" + Names.ADDRESS, false);
            context(method, "getEndpointDetails", "()" + Names.type(DETAILS));
            method.visitMethodInsn(INVOKEVIRTUAL, DETAILS, "getRemoteAddress", "()" + Names.ADDRESS, false);
            context(method, "getSSLSession", "()Ljavax/net/ssl/SSLSession;");
            Seam.shared(
                    method,
                    "answered",
                    "(I" + Names.OBJECT + "[" + Names.OBJECT + Names.ADDRESS + Names.ADDRESS
                            + "Ljavax/net/ssl/SSLSession;)V");
            Seam.rejoin(method, none);
        };
        return new ClassEdits(
                REUSE,
                Edit.atEntry(
                        "keepAlive",
                        "(" + Names.type(REQUEST) + Names.type(RESPONSE) + Names.type(HTTP_CONTEXT) + ")",
                        answered));
    }

    /** The strategy is told of a warm connection's end as of one that has served before. */
    static ClassEdits retries() {
        Code failure = method -> {
            method.visitVarInsn(ALOAD, 2);
            method.visitVarInsn(ALOAD, 4);
            Seam.shared(method, "failure", "(" + FAILURE + Names.OBJECT + ")" + FAILURE);
            method.visitVarInsn(ASTORE, 2);
        };
        Code made = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ILOAD, 1);
            Seam.shared(method, "strategy", "(" + Names.OBJECT + "I)V");
        };
        return new ClassEdits(
                RETRY,
                Edit.atEntry("retryRequest", "(" + Names.type(REQUEST) + FAILURE, failure),
                Edit.atReturn(
                        "<init>", "(I" + Names.type(Names.CORE + "util/TimeValue") + "Ljava/util/Collection;", made));
    }

    private static void context(MethodVisitor method, String getter, String descriptor) {
        method.visitVarInsn(ALOAD, 3);
        method.visitTypeInsn(CHECKCAST, CONTEXT);
        method.visitMethodInsn(INVOKEVIRTUAL, CONTEXT, getter, descriptor, false);
    }
}
