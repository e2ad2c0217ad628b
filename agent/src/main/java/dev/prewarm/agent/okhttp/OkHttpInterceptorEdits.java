package dev.prewarm.agent.okhttp;

import static dev.prewarm.agent.okhttp.OkHttpNames.CONNECT_INTERCEPTOR;
import static dev.prewarm.agent.okhttp.OkHttpNames.LIST;
import static dev.prewarm.agent.okhttp.OkHttpNames.OBJECT;
import static dev.prewarm.agent.okhttp.OkHttpNames.PACKAGE;
import static dev.prewarm.agent.okhttp.OkHttpNames.REAL_CALL;
import static dev.prewarm.agent.okhttp.OkHttpNames.SOCKET;
import static dev.prewarm.agent.okhttp.OkHttpNames.STRING;
import static dev.prewarm.agent.okhttp.OkHttpNames.callSeam;
import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.CHECKCAST;
import static net.bytebuddy.jar.asm.Opcodes.DUP;
import static net.bytebuddy.jar.asm.Opcodes.GETFIELD;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEINTERFACE;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;
import static net.bytebuddy.jar.asm.Opcodes.SWAP;

import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import dev.prewarm.agent.weave.Member;
import java.io.IOException;
import net.bytebuddy.jar.asm.MethodVisitor;

/** Where OkHttp shows its request, before a connection is chosen and before it is written, and the answer. */
final class OkHttpInterceptorEdits {
    /** Until 4.3. */
    private static final String FORMER_CALL = PACKAGE + "RealCall";

    private static final String CHAIN = PACKAGE + "Interceptor$Chain";
    private static final String REQUEST = PACKAGE + "Request";
    private static final String CLIENT = PACKAGE + "OkHttpClient";

    private OkHttpInterceptorEdits() {}

    static Edit request(ClassFiles files) throws IOException {
        Member ofChain = new Member(CHAIN, "getRetryOnConnectionFailure", "()Z");
        String realCall = files.has(REAL_CALL) ? REAL_CALL : FORMER_CALL;
        Member ofCall = new Member(realCall, "getClient", "()L" + CLIENT + ";");
        boolean chainKnows = files.has(ofChain);
        boolean callKnows = !chainKnows && files.has(realCall) && files.has(ofCall);
        Code request = method -> {
            onChain(method, "call", "()L" + PACKAGE + "Call;");
            methodAndBody(method);
            if (chainKnows) {
                onChain(method, ofChain.name(), ofChain.descriptor());
            } else {
                if (callKnows) {
                    onChain(method, "call", "()L" + PACKAGE + "Call;");
                    method.visitTypeInsn(CHECKCAST, realCall);
                    method.visitMethodInsn(INVOKEVIRTUAL, realCall, ofCall.name(), ofCall.descriptor(), false);
                } else {
                    method.visitVarInsn(ALOAD, 0);
                    method.visitFieldInsn(GETFIELD, CONNECT_INTERCEPTOR, "client", "L" + CLIENT + ";");
                }
                method.visitMethodInsn(INVOKEVIRTUAL, CLIENT, "retryOnConnectionFailure", "()Z", false);
            }
            callSeam(method, "request", "(" + OBJECT + STRING + OBJECT + "Z)V");
        };
        return Edit.atEntry("intercept", "(L" + CHAIN + ";)", request);
    }

    static Edit end() {
        Code ends = method -> {
            onChain(method, "call", "()L" + PACKAGE + "Call;");
            callSeam(method, "ends", "(" + OBJECT + ")V");
        };
        return Edit.atThrow("intercept", "(L" + CHAIN + ";)", ends);
    }

    private static void methodAndBody(MethodVisitor method) {
        onChain(method, "request", "()L" + REQUEST + ";");
        method.visitMethodInsn(INVOKEVIRTUAL, REQUEST, "method", "()" + STRING, false);
        onChain(method, "request", "()L" + REQUEST + ";");
        method.visitMethodInsn(INVOKEVIRTUAL, REQUEST, "body", "()L" + PACKAGE + "RequestBody;", false);
    }

    static Edit send() {
        Code sends = method -> {
            onSocket(method);
            methodAndBody(method);
            callSeam(method, "sends", "(" + SOCKET + STRING + OBJECT + ")V");
        };
        return Edit.atEntry("intercept", "(L" + CHAIN + ";)", sends);
    }

    static Edit answer() {
        Code answered = method -> {
            method.visitInsn(DUP);
            method.visitInsn(DUP);
            onResponse(method, "code", "()I");
            method.visitInsn(SWAP);
            method.visitInsn(DUP);
            onResponse(method, "protocol", "()L" + PACKAGE + "Protocol;");
            method.visitInsn(SWAP);
            method.visitInsn(DUP);
            header(method, "Connection");
            method.visitInsn(SWAP);
            method.visitInsn(DUP);
            header(method, "Content-Length");
            method.visitInsn(SWAP);
            header(method, "Transfer-Encoding");
            onChain(method, "request", "()L" + REQUEST + ";");
            method.visitMethodInsn(INVOKEVIRTUAL, REQUEST, "method", "()" + STRING, false);
            onSocket(method);
            onChain(method, "call", "()L" + PACKAGE + "Call;");
            callSeam(method, "answered", "(I" + OBJECT + LIST + LIST + LIST + STRING + SOCKET + OBJECT + ")V");
        };
        return Edit.atReturn("intercept", "(L" + CHAIN + ";)", answered);
    }

    /** Of the response on the stack. */
    private static void header(MethodVisitor method, String name) {
        method.visitLdcInsn(name);
        onResponse(method, "headers", "(" + STRING + ")" + LIST);
    }

    private static void onSocket(MethodVisitor method) {
        onChain(method, "connection", "()L" + PACKAGE + "Connection;");
        method.visitMethodInsn(INVOKEINTERFACE, PACKAGE + "Connection", "socket", "()" + SOCKET, true);
    }

    private static void onResponse(MethodVisitor method, String name, String descriptor) {
        method.visitMethodInsn(INVOKEVIRTUAL, PACKAGE + "Response", name, descriptor, false);
    }

    private static void onChain(MethodVisitor method, String name, String descriptor) {
        method.visitVarInsn(ALOAD, 1);
        method.visitMethodInsn(INVOKEINTERFACE, CHAIN, name, descriptor, true);
    }
}
