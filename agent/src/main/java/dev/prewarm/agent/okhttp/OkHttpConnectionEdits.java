package dev.prewarm.agent.okhttp;

import static dev.prewarm.agent.okhttp.OkHttpNames.ADDRESS;
import static dev.prewarm.agent.okhttp.OkHttpNames.CONNECTION;
import static dev.prewarm.agent.okhttp.OkHttpNames.LIST;
import static dev.prewarm.agent.okhttp.OkHttpNames.OBJECT;
import static dev.prewarm.agent.okhttp.OkHttpNames.PACKAGE;
import static dev.prewarm.agent.okhttp.OkHttpNames.PLAN;
import static dev.prewarm.agent.okhttp.OkHttpNames.REAL_CALL;
import static dev.prewarm.agent.okhttp.OkHttpNames.ROUTE;
import static dev.prewarm.agent.okhttp.OkHttpNames.SOCKET;
import static dev.prewarm.agent.okhttp.OkHttpNames.STRING;
import static dev.prewarm.agent.okhttp.OkHttpNames.USER;
import static dev.prewarm.agent.okhttp.OkHttpNames.callSeam;
import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.GETFIELD;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;

import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import net.bytebuddy.jar.asm.MethodVisitor;

/** Where OkHttp makes a connection: its TCP socket, and the TLS over it. */
final class OkHttpConnectionEdits {
    private static final String FACTORY = "javax/net/SocketFactory";
    private static final String TLS_FACTORY = "javax/net/ssl/SSLSocketFactory";
    private static final String TLS_SOCKET = "javax/net/ssl/SSLSocket";

    private OkHttpConnectionEdits() {}

    /** OkHttp 3 and 4: the call is an argument. */
    static Edit rawInConnection() {
        Code call = method -> method.visitVarInsn(ALOAD, 3);
        return raw(CONNECTION, "(IIL" + PACKAGE + "Call;L" + PACKAGE + "EventListener;)V", call);
    }

    /** OkHttp 5: a field; in 5.0 to 5.2 that of a user. */
    static Edit rawInPlan(ClassFiles files) {
        boolean hasUser = files.has(USER);
        Code call = method -> {
            method.visitVarInsn(ALOAD, 0);
            if (hasUser) {
                method.visitFieldInsn(GETFIELD, PLAN, "user", "L" + USER + ";");
                callSeam(method, "callOf", "(" + OBJECT + ")" + OBJECT);
            } else {
                method.visitFieldInsn(GETFIELD, PLAN, "call", "L" + REAL_CALL + ";");
            }
        };
        return raw(PLAN, "()V", call);
    }

    static Edit user() {
        Code user = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 1);
            callSeam(method, "user", "(" + OBJECT + OBJECT + ")V");
        };
        return Edit.atReturn("<init>", "(L" + REAL_CALL + ";", user);
    }

    private static Edit raw(String owner, String descriptor, Code call) {
        Code create = method -> {
            onRoute(method, owner);
            method.visitMethodInsn(INVOKEVIRTUAL, ROUTE, "proxy", "()Ljava/net/Proxy;", false);
            onAddress(method, owner);
            method.visitMethodInsn(INVOKEVIRTUAL, ADDRESS, "sslSocketFactory", "()L" + TLS_FACTORY + ";", false);
            onAddress(method, owner);
            method.visitMethodInsn(INVOKEVIRTUAL, ADDRESS, "protocols", "()" + LIST, false);
            onAddress(method, owner);
            method.visitMethodInsn(INVOKEVIRTUAL, ADDRESS, "connectionSpecs", "()" + LIST, false);
            onUrl(method, owner);
            method.visitMethodInsn(INVOKEVIRTUAL, PACKAGE + "HttpUrl", "host", "()" + STRING, false);
            onUrl(method, owner);
            method.visitMethodInsn(INVOKEVIRTUAL, PACKAGE + "HttpUrl", "port", "()I", false);
            onRoute(method, owner);
            onAddress(method, owner);
            call.emit(method);
            callSeam(
                    method,
                    "createSocket",
                    "(L" + FACTORY + ";Ljava/net/Proxy;L" + TLS_FACTORY + ";" + LIST + LIST + STRING + "I" + OBJECT
                            + OBJECT + OBJECT + ")" + SOCKET);
        };
        return Edit.insteadOfCallIn("connectSocket", descriptor, FACTORY, "createSocket", "()" + SOCKET, create);
    }

    private static void onRoute(MethodVisitor method, String owner) {
        method.visitVarInsn(ALOAD, 0);
        method.visitFieldInsn(GETFIELD, owner, "route", "L" + ROUTE + ";");
    }

    private static void onAddress(MethodVisitor method, String owner) {
        onRoute(method, owner);
        method.visitMethodInsn(INVOKEVIRTUAL, ROUTE, "address", "()L" + ADDRESS + ";", false);
    }

    private static void onUrl(MethodVisitor method, String owner) {
        onAddress(method, owner);
        method.visitMethodInsn(INVOKEVIRTUAL, ADDRESS, "url", "()L" + PACKAGE + "HttpUrl;", false);
    }

    static Edit secure(String in) {
        String arguments = SOCKET + STRING + "IZ)" + SOCKET;
        return Edit.insteadOfCallIn(
                in,
                "(",
                TLS_FACTORY,
                "createSocket",
                "(" + arguments,
                method -> callSeam(method, "secure", "(L" + TLS_FACTORY + ";" + arguments));
    }

    static Edit handshake() {
        return Edit.insteadOfCallOnVariable(
                "connectTls",
                "(",
                TLS_SOCKET,
                "startHandshake",
                method -> callSeam(method, "startHandshake", "(L" + TLS_SOCKET + ";)L" + TLS_SOCKET + ";"));
    }
}
