package dev.prewarm.agent.apache;

import static dev.prewarm.agent.apache.ApacheNames.CLIENT;
import static dev.prewarm.agent.apache.ApacheNames.CORE;
import static dev.prewarm.agent.apache.ApacheNames.OBJECT;
import static dev.prewarm.agent.apache.ApacheNames.STRING;
import static dev.prewarm.agent.apache.ApacheNames.type;
import static dev.prewarm.agent.apache.ApacheSeamCalls.callClassic;
import static dev.prewarm.agent.apache.ApacheSeamCalls.callShared;
import static net.bytebuddy.jar.asm.Opcodes.ACONST_NULL;
import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.ARETURN;
import static net.bytebuddy.jar.asm.Opcodes.DUP;
import static net.bytebuddy.jar.asm.Opcodes.F_SAME1;
import static net.bytebuddy.jar.asm.Opcodes.GETFIELD;
import static net.bytebuddy.jar.asm.Opcodes.ICONST_1;
import static net.bytebuddy.jar.asm.Opcodes.IFEQ;
import static net.bytebuddy.jar.asm.Opcodes.ILOAD;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEINTERFACE;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;
import static net.bytebuddy.jar.asm.Opcodes.POP;
import static net.bytebuddy.jar.asm.Opcodes.SWAP;

import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import dev.prewarm.agent.weave.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Type;

/**
 * The edits to the classic client. Up to 5.3 its sockets come from connection socket factories, which make TLS, too; from
 * 5.4 on from a lambda of the operator, and TLS is made by the strategy that the async client has.
 */
final class ApacheClassicEdits {
    static final String EXEC = CLIENT + "impl/classic/ConnectExec";
    static final String RETRY_EXEC = CLIENT + "impl/classic/HttpRequestRetryExec";
    static final String EXECUTOR = CORE + "http/impl/io/HttpRequestExecutor";
    static final String MAIN_EXEC = CLIENT + "impl/classic/MainClientExec";
    static final String RUNTIME = CLIENT + "impl/classic/InternalExecRuntime";
    static final String OPERATOR = CLIENT + "impl/io/DefaultHttpClientConnectionOperator";
    static final String PLAIN = CLIENT + "socket/PlainConnectionSocketFactory";
    static final String SECURE = CLIENT + "ssl/SSLConnectionSocketFactory";

    private static final String CHAIN = CLIENT + "classic/ExecChain";
    private static final String SCOPE = CHAIN + "$Scope";
    private static final String EXEC_RUNTIME = CLIENT + "classic/ExecRuntime";
    private static final String PROCEED =
            "(" + type(CORE + "http/ClassicHttpRequest") + type(SCOPE) + ")" + type(CORE + "http/ClassicHttpResponse");
    private static final String CONTAINER = CORE + "http/HttpEntityContainer";
    private static final String ENTITY = CORE + "http/HttpEntity";
    private static final String SOCKET = "Ljava/net/Socket;";
    private static final String PROXY = "Ljava/net/Proxy;";
    private static final String SSL_FACTORY = "javax/net/ssl/SSLSocketFactory";
    private static final String CREATE = "(" + SOCKET + STRING + "IZ)" + SOCKET;
    private static final String CREATE_DETACHED = "(" + PROXY + ")" + SOCKET;

    private ApacheClassicEdits() {}

    static List<ClassEdits> all(ClassFiles files) throws IOException {
        List<ClassEdits> all = new ArrayList<>();
        String request = "(" + type(CORE + "http/ClassicHttpRequest");
        Code body = method -> {
            method.visitVarInsn(ALOAD, 1);
            method.visitMethodInsn(INVOKEINTERFACE, CONTAINER, "getEntity", "()" + type(ENTITY), true);
        };
        Code first = method -> method.visitInsn(ICONST_1);
        all.add(new ClassEdits(
                RETRY_EXEC,
                ApacheSharedEdits.attempts(RETRY_EXEC, SCOPE, 2, EXEC_RUNTIME, request, first, body, ENTITY),
                Edit.insteadOfCall(CHAIN, "proceed", PROCEED, ApacheClassicEdits::proceed)));
        all.add(new ClassEdits(
                EXECUTOR,
                Edit.atEntry(
                        "execute",
                        "(" + type(CORE + "http/ClassicHttpRequest") + type(CORE + "http/io/HttpClientConnection")
                                + type(CORE + "http/io/HttpResponseInformationCallback"),
                        ApacheSharedEdits.sends(2))));
        all.add(ApacheSharedEdits.answers(MAIN_EXEC));
        all.add(ApacheSharedEdits.exchange(EXEC, SCOPE, 2, EXEC_RUNTIME, request));
        all.add(runtime(files));
        all.add(operator(files));
        if (files.has(PLAIN)) {
            all.add(new ClassEdits(PLAIN, factory(files, PLAIN).toArray(new Edit[0])));
        }
        if (files.has(SECURE)) {
            List<Edit> edits = factory(files, SECURE);
            edits.addAll(tls(files, SECURE, "createLayeredSocket", method -> {
                method.visitVarInsn(ALOAD, 0);
                method.visitFieldInsn(GETFIELD, SECURE, "socketFactory", "L" + SSL_FACTORY + ";");
            }));
            all.add(new ClassEdits(SECURE, edits.toArray(new Edit[0])));
        }
        return all;
    }

    /** The retry exec counts its attempts in a variable. */
    private static void proceed(MethodVisitor method) {
        method.visitInsn(DUP);
        method.visitFieldInsn(GETFIELD, SCOPE, "execRuntime", type(EXEC_RUNTIME));
        callShared(method, "attempt", "(" + OBJECT + ")V");
        method.visitMethodInsn(INVOKEINTERFACE, CHAIN, "proceed", PROCEED, true);
    }

    private static ClassEdits runtime(ClassFiles files) throws IOException {
        List<Edit> edits = new ArrayList<>(ApacheSharedEdits.connecting("(" + type(CLIENT + "io/ConnectionEndpoint")));
        Code failed = method -> {
            method.visitInsn(DUP);
            method.visitVarInsn(ALOAD, 0);
            method.visitInsn(SWAP);
            callClassic(method, "failed", "(" + OBJECT + "Ljava/lang/Throwable;)V");
        };
        for (String overload : files.descriptors(RUNTIME, "execute")) {
            edits.add(Edit.atThrow("execute", overload, failed));
        }
        return new ClassEdits(RUNTIME, edits.toArray(new Edit[0]));
    }

    private static ClassEdits operator(ClassFiles files) throws IOException {
        Code connected = method -> callClassic(method, "connected", "()V");
        List<Edit> edits = new ArrayList<>(List.of(new ApacheOperatorEdits(files, OPERATOR).edits(connected)));
        for (Member method : files.methods(OPERATOR)) {
            if (method.descriptor().equals(CREATE_DETACHED)) {
                edits.add(Edit.atReturnOfStatic(method.name(), CREATE_DETACHED, socket(0)));
            }
        }
        return new ClassEdits(OPERATOR, edits.toArray(new Edit[0]));
    }

    /** Where a factory returns a new socket; since 5.2 also one that may be for a proxy. */
    private static List<Edit> factory(ClassFiles files, String factory) throws IOException {
        List<Edit> edits = new ArrayList<>();
        for (String overload : files.descriptors(factory, "createSocket")) {
            boolean hasProxy = overload.startsWith("(" + PROXY);
            Code noProxy = method -> {
                method.visitInsn(ACONST_NULL);
                callClassic(method, "socket", "(" + SOCKET + PROXY + ")" + SOCKET);
            };
            edits.add(Edit.atReturn("createSocket", overload, hasProxy ? socket(1) : noProxy));
        }
        return edits;
    }

    private static Code socket(int proxySlot) {
        return method -> {
            method.visitVarInsn(ALOAD, proxySlot);
            callClassic(method, "socket", "(" + SOCKET + PROXY + ")" + SOCKET);
        };
    }

    /** Whether that class makes TLS on a socket. */
    static boolean makesTls(ClassFiles files, String className) throws IOException {
        return files.calls(className, new Member(SSL_FACTORY, "createSocket", CREATE));
    }

    /**
     * @param maker the method that makes TLS on a socket; of the overloads, the one that the others call
     * @param source puts on the stack what stands for the SSLSocketFactory
     */
    static List<Edit> tls(ClassFiles files, String className, String maker, Code source) throws IOException {
        String descriptor = files.descriptors(className, maker).stream()
                .filter(each -> each.startsWith("(" + SOCKET))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow(() -> new IOException("there is no " + maker + " in " + className.replace('/', '.')));
        Code secure = method -> {
            source.emit(method);
            method.visitVarInsn(ALOAD, 0);
            callClassic(
                    method,
                    "secure",
                    "(L" + SSL_FACTORY + ";" + SOCKET + STRING + "IZ" + OBJECT + OBJECT + ")" + SOCKET);
        };
        Code handshake = method -> callClassic(method, "startHandshake", "(Ljavax/net/ssl/SSLSocket;)V");
        return List.of(
                Edit.insteadOfCallIn(maker, descriptor, SSL_FACTORY, "createSocket", CREATE, secure),
                Edit.insteadOfEachCall("javax/net/ssl/SSLSocket", "startHandshake", "()V", handshake),
                Edit.atThrow(maker, descriptor, method -> again(method, className, maker, descriptor)));
    }

    /** What fails because the connection was given up, and is another one now, is done again, by the client's own code. */
    private static void again(MethodVisitor method, String className, String maker, String descriptor) {
        Label fails = new Label();
        method.visitInsn(DUP);
        callClassic(method, "makesTlsAgain", "(Ljava/lang/Throwable;)Z");
        method.visitJumpInsn(IFEQ, fails);
        method.visitInsn(POP);
        method.visitVarInsn(ALOAD, 0);
        int slot = 1;
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            method.visitVarInsn(argument.getOpcode(ILOAD), slot);
            slot += argument.getSize();
        }
        method.visitMethodInsn(INVOKEVIRTUAL, className, maker, descriptor, false);
        method.visitInsn(ARETURN);
        method.visitLabel(fails);
        method.visitFrame(F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
    }
}
