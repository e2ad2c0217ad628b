package dev.prewarm.agent.apache;

import static dev.prewarm.agent.apache.ApacheNames.ADDRESS;
import static dev.prewarm.agent.apache.ApacheNames.CHANNEL;
import static dev.prewarm.agent.apache.ApacheNames.CLIENT;
import static dev.prewarm.agent.apache.ApacheNames.CORE;
import static dev.prewarm.agent.apache.ApacheNames.NAMED_ENDPOINT;
import static dev.prewarm.agent.apache.ApacheNames.OBJECT;
import static dev.prewarm.agent.apache.ApacheNames.STRING;
import static dev.prewarm.agent.apache.ApacheNames.type;
import static dev.prewarm.agent.apache.ApacheSeamCalls.callAsync;
import static dev.prewarm.agent.apache.ApacheSeamCalls.callShared;
import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.ASTORE;
import static net.bytebuddy.jar.asm.Opcodes.GETFIELD;
import static net.bytebuddy.jar.asm.Opcodes.ICONST_1;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEINTERFACE;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;

import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import dev.prewarm.agent.weave.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The edits to the async client and to the reactor under it, HttpCore 5.0 to 5.5. */
final class ApacheAsyncEdits {
    static final String EXEC = CLIENT + "impl/async/AsyncConnectExec";
    static final String RETRY_EXEC = CLIENT + "impl/async/AsyncHttpRequestRetryExec";
    static final String RUNTIME = CLIENT + "impl/async/InternalHttpAsyncExecRuntime";
    static final String OPERATOR = CLIENT + "impl/nio/DefaultAsyncClientConnectionOperator";
    static final String STRATEGY = CLIENT + "ssl/AbstractClientTlsStrategy";
    static final String REACTOR = CORE + "reactor/SingleCoreIOReactor";
    static final String REQUEST = CORE + "reactor/IOSessionRequest";
    static final String CONNECTING = CORE + "reactor/InternalConnectChannel";
    static final String EXCHANGE = CORE + "http/impl/nio/ClientHttp1StreamHandler";
    static final String DUPLEXER = CORE + "http/impl/nio/ClientHttp1StreamDuplexer";
    static final String SESSION = CORE + "reactor/IOSessionImpl";
    static final String TLS_SESSION = CORE + "reactor/ssl/SSLIOSession";

    private static final String SCOPE = CLIENT + "async/AsyncExecChain$Scope";
    private static final String EXEC_RUNTIME = CLIENT + "async/AsyncExecRuntime";
    private static final String COUNT = "java/util/concurrent/atomic/AtomicInteger";
    private static final String CONFIG = CORE + "reactor/IOReactorConfig";
    private static final String IO_SESSION = CORE + "reactor/IOSession";
    private static final String NIO_CHANNEL = "java/nio/channels/SocketChannel";
    private static final String BUFFER = "Ljava/nio/ByteBuffer;";
    private static final Member CONNECT = new Member(NIO_CHANNEL, "connect", "(" + ADDRESS + ")Z");

    /** 5.0 and 5.1 connect in an anonymous class. */
    private static final int MOST_ANONYMOUS = 9;

    private ApacheAsyncEdits() {}

    static List<ClassEdits> all(ClassFiles files) throws IOException {
        List<ClassEdits> all = new ArrayList<>();
        String request = "(" + type(CORE + "http/HttpRequest");
        all.add(retries(files, request));
        all.add(ApacheSharedEdits.exchange(EXEC, SCOPE, 3, EXEC_RUNTIME, request));
        all.add(new ClassEdits(
                RUNTIME,
                ApacheSharedEdits.connecting("(" + type(CLIENT + "protocol/HttpClientContext"))
                        .toArray(new Edit[0])));
        all.add(new ClassEdits(OPERATOR, new ApacheOperatorEdits(files, OPERATOR).edits(method -> {})));
        all.add(ApacheSharedEdits.answers(EXCHANGE));
        all.add(new ClassEdits(DUPLEXER, Edit.atEntry("updateOutputMetrics", request, ApacheSharedEdits.sends(0))));
        all.add(request());
        all.addAll(reactor(files));
        all.add(new ClassEdits(
                CONNECTING,
                Edit.insteadOfCall(
                        NIO_CHANNEL,
                        "finishConnect",
                        "()Z",
                        method -> callAsync(method, "finishConnect", "(" + CHANNEL + ")Z")),
                Edit.atEntry("onTimeout", "(", method -> {
                    method.visitVarInsn(ALOAD, 0);
                    method.visitFieldInsn(GETFIELD, CONNECTING, "socketChannel", CHANNEL);
                    callAsync(method, "connectTimedOut", "(" + CHANNEL + ")V");
                })));
        all.add(new ClassEdits(
                SESSION,
                Edit.insteadOfCall(
                        NIO_CHANNEL,
                        "read",
                        "(" + BUFFER + ")I",
                        method -> callAsync(method, "read", "(" + CHANNEL + BUFFER + ")I")),
                Edit.insteadOfCall(
                        NIO_CHANNEL,
                        "write",
                        "(" + BUFFER + ")I",
                        method -> callAsync(method, "write", "(" + CHANNEL + BUFFER + ")I"))));
        all.add(tls());
        return all;
    }

    /** A retry is a turn of {@code internalExecute}, and since 5.1 of {@code execute}, too, with a count in the scope. */
    private static ClassEdits retries(ClassFiles files, String parameters) throws IOException {
        Code count = method -> {
            method.visitVarInsn(ALOAD, 3);
            method.visitFieldInsn(GETFIELD, SCOPE, "execCount", type(COUNT));
            method.visitMethodInsn(INVOKEVIRTUAL, COUNT, "get", "()I", false);
        };
        Code first = method -> method.visitInsn(ICONST_1);
        Code attempt = method -> {
            ApacheSharedEdits.runtime(method, SCOPE, 4, EXEC_RUNTIME);
            callShared(method, "attempt", "(" + OBJECT + ")V");
        };
        return new ClassEdits(
                RETRY_EXEC,
                ApacheSharedEdits.attempts(
                        RETRY_EXEC,
                        SCOPE,
                        3,
                        EXEC_RUNTIME,
                        parameters,
                        files.has(new Member(SCOPE, "execCount", type(COUNT))) ? count : first,
                        method -> method.visitVarInsn(ALOAD, 2),
                        CORE + "http/nio/AsyncEntityProducer"),
                Edit.atEntry("internalExecute", "(" + type(RETRY_EXEC + "$State"), attempt));
    }

    private static ClassEdits request() {
        Code requested = method -> {
            method.visitVarInsn(ALOAD, 0);
            callAsync(method, "requested", "(" + OBJECT + ")V");
        };
        return new ClassEdits(REQUEST, Edit.atReturn("<init>", "(" + type(NAMED_ENDPOINT), requested));
    }

    private static List<ClassEdits> reactor(ClassFiles files) throws IOException {
        String parameters = "(" + CHANNEL + type(REQUEST) + ")V";
        Code swap = method -> {
            method.visitVarInsn(ALOAD, 1);
            method.visitVarInsn(ALOAD, 2);
            method.visitVarInsn(ALOAD, 2);
            method.visitFieldInsn(GETFIELD, REQUEST, "localAddress", ADDRESS);
            method.visitVarInsn(ALOAD, 2);
            method.visitFieldInsn(GETFIELD, REQUEST, "remoteAddress", ADDRESS);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, REACTOR, "reactorConfig", type(CONFIG));
            method.visitMethodInsn(INVOKEVIRTUAL, CONFIG, "getSocksProxyAddress", "()" + ADDRESS, false);
            callAsync(method, "channel", "(" + CHANNEL + OBJECT + ADDRESS + ADDRESS + ADDRESS + ")" + CHANNEL);
            method.visitVarInsn(ASTORE, 1);
        };
        Code failed = method -> {
            method.visitVarInsn(ALOAD, 1);
            callAsync(method, "failed", "(" + CHANNEL + ")V");
        };
        Edit entry = Edit.atEntry("processConnectionRequest", parameters, swap);
        Edit failure = Edit.atThrow("processConnectionRequest", parameters, failed);
        Edit connect = Edit.insteadOfCall(
                NIO_CHANNEL,
                "connect",
                "(" + ADDRESS + ")Z",
                method -> callAsync(method, "connect", "(" + CHANNEL + ADDRESS + ")Z"));
        String anonymous = anonymousThatConnects(files);
        return anonymous == null
                ? List.of(new ClassEdits(REACTOR, entry, failure, connect))
                : List.of(new ClassEdits(REACTOR, entry, failure), new ClassEdits(anonymous, connect));
    }

    private static String anonymousThatConnects(ClassFiles files) throws IOException {
        for (int i = 1; i <= MOST_ANONYMOUS && files.has(REACTOR + "$" + i); i++) {
            if (files.calls(REACTOR + "$" + i, CONNECT)) {
                return REACTOR + "$" + i;
            }
        }
        return null;
    }

    /** The session is the constructor's second parameter, and has been checked when the engine is made. */
    private static ClassEdits tls() {
        Code engine = method -> {
            method.visitVarInsn(ALOAD, 2);
            method.visitMethodInsn(INVOKEINTERFACE, IO_SESSION, "getLocalAddress", "()" + ADDRESS, true);
            method.visitVarInsn(ALOAD, 2);
            method.visitMethodInsn(INVOKEINTERFACE, IO_SESSION, "getRemoteAddress", "()" + ADDRESS, true);
            callAsync(
                    method,
                    "engine",
                    "(Ljavax/net/ssl/SSLContext;" + STRING + "I" + ADDRESS + ADDRESS + ")Ljavax/net/ssl/SSLEngine;");
        };
        return new ClassEdits(
                TLS_SESSION,
                Edit.insteadOfCall(
                        "javax/net/ssl/SSLContext",
                        "createSSLEngine",
                        "(" + STRING + "I)Ljavax/net/ssl/SSLEngine;",
                        engine));
    }
}
