package dev.prewarm.agent.apache;

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
final class AsyncEdits {
    static final String EXEC = Names.CLIENT + "impl/async/AsyncConnectExec";
    static final String RETRY_EXEC = Names.CLIENT + "impl/async/AsyncHttpRequestRetryExec";
    static final String RUNTIME = Names.CLIENT + "impl/async/InternalHttpAsyncExecRuntime";
    static final String OPERATOR = Names.CLIENT + "impl/nio/DefaultAsyncClientConnectionOperator";
    static final String STRATEGY = Names.CLIENT + "ssl/AbstractClientTlsStrategy";
    static final String REACTOR = Names.CORE + "reactor/SingleCoreIOReactor";
    static final String REQUEST = Names.CORE + "reactor/IOSessionRequest";
    static final String CONNECTING = Names.CORE + "reactor/InternalConnectChannel";
    static final String SESSION = Names.CORE + "reactor/IOSessionImpl";
    static final String TLS_SESSION = Names.CORE + "reactor/ssl/SSLIOSession";

    private static final String SCOPE = Names.CLIENT + "async/AsyncExecChain$Scope";
    private static final String EXEC_RUNTIME = Names.CLIENT + "async/AsyncExecRuntime";
    private static final String COUNT = "java/util/concurrent/atomic/AtomicInteger";
    private static final String CONFIG = Names.CORE + "reactor/IOReactorConfig";
    private static final String IO_SESSION = Names.CORE + "reactor/IOSession";
    private static final String NIO_CHANNEL = "java/nio/channels/SocketChannel";
    private static final String BUFFER = "Ljava/nio/ByteBuffer;";
    private static final Member CONNECT = new Member(NIO_CHANNEL, "connect", "(" + Names.ADDRESS + ")Z");

    /** 5.0 and 5.1 connect in an anonymous class. */
    private static final int MOST_ANONYMOUS = 9;

    private AsyncEdits() {}

    static List<ClassEdits> all(ClassFiles files) throws IOException {
        List<ClassEdits> all = new ArrayList<>();
        String request = "(" + Names.type(Names.CORE + "http/HttpRequest");
        all.add(retries(files, request));
        all.add(SharedEdits.exchange(EXEC, SCOPE, 3, EXEC_RUNTIME, request));
        all.add(new ClassEdits(
                RUNTIME,
                SharedEdits.connecting("(" + Names.type(Names.CLIENT + "protocol/HttpClientContext"))
                        .toArray(new Edit[0])));
        all.add(new ClassEdits(OPERATOR, new Operator(files, OPERATOR).edits(method -> {})));
        all.add(request());
        all.addAll(reactor(files));
        all.add(new ClassEdits(
                CONNECTING,
                Edit.insteadOfCall(
                        NIO_CHANNEL,
                        "finishConnect",
                        "()Z",
                        method -> Seam.async(method, "finishConnect", "(" + Names.CHANNEL + ")Z"))));
        all.add(new ClassEdits(
                SESSION,
                Edit.insteadOfCall(
                        NIO_CHANNEL,
                        "read",
                        "(" + BUFFER + ")I",
                        method -> Seam.async(method, "read", "(" + Names.CHANNEL + BUFFER + ")I")),
                Edit.insteadOfCall(
                        NIO_CHANNEL,
                        "write",
                        "(" + BUFFER + ")I",
                        method -> Seam.async(method, "write", "(" + Names.CHANNEL + BUFFER + ")I"))));
        all.add(tls());
        return all;
    }

    /** A retry is a turn of {@code internalExecute}, and since 5.1 of {@code execute}, too, with a count in the scope. */
    private static ClassEdits retries(ClassFiles files, String parameters) throws IOException {
        Code count = method -> {
            method.visitVarInsn(ALOAD, 3);
            method.visitFieldInsn(GETFIELD, SCOPE, "execCount", Names.type(COUNT));
            method.visitMethodInsn(INVOKEVIRTUAL, COUNT, "get", "()I", false);
        };
        Code first = method -> method.visitInsn(ICONST_1);
        Code attempt = method -> {
            SharedEdits.runtime(method, SCOPE, 4, EXEC_RUNTIME);
            Seam.shared(method, "attempt", "(" + Names.OBJECT + ")V");
        };
        return new ClassEdits(
                RETRY_EXEC,
                SharedEdits.attempts(
                        RETRY_EXEC,
                        SCOPE,
                        3,
                        EXEC_RUNTIME,
                        parameters,
                        files.has(new Member(SCOPE, "execCount", Names.type(COUNT))) ? count : first,
                        method -> method.visitVarInsn(ALOAD, 2),
                        Names.CORE + "http/nio/AsyncEntityProducer"),
                Edit.atEntry("internalExecute", "(" + Names.type(RETRY_EXEC + "$State"), attempt));
    }

    private static ClassEdits request() {
        Code requested = method -> {
            method.visitVarInsn(ALOAD, 0);
            Seam.async(method, "requested", "(" + Names.OBJECT + ")V");
        };
        return new ClassEdits(REQUEST, Edit.atReturn("<init>", "(" + Names.type(Names.NAMED_ENDPOINT), requested));
    }

    private static List<ClassEdits> reactor(ClassFiles files) throws IOException {
        String parameters = "(" + Names.CHANNEL + Names.type(REQUEST) + ")V";
        Code swap = method -> {
            method.visitVarInsn(ALOAD, 1);
            method.visitVarInsn(ALOAD, 2);
            method.visitVarInsn(ALOAD, 2);
            method.visitFieldInsn(GETFIELD, REQUEST, "localAddress", Names.ADDRESS);
            method.visitVarInsn(ALOAD, 2);
            method.visitFieldInsn(GETFIELD, REQUEST, "remoteAddress", Names.ADDRESS);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, REACTOR, "reactorConfig", Names.type(CONFIG));
            method.visitMethodInsn(INVOKEVIRTUAL, CONFIG, "getSocksProxyAddress", "()" + Names.ADDRESS, false);
            Seam.async(
                    method,
                    "channel",
                    "(" + Names.CHANNEL + Names.OBJECT + Names.ADDRESS + Names.ADDRESS + Names.ADDRESS + ")"
                            + Names.CHANNEL);
            method.visitVarInsn(ASTORE, 1);
        };
        Code failed = method -> {
            method.visitVarInsn(ALOAD, 1);
            Seam.async(method, "failed", "(" + Names.CHANNEL + ")V");
        };
        Edit entry = Edit.atEntry("processConnectionRequest", parameters, swap);
        Edit failure = Edit.atThrow("processConnectionRequest", parameters, failed);
        Edit connect = Edit.insteadOfCall(
                NIO_CHANNEL,
                "connect",
                "(" + Names.ADDRESS + ")Z",
                method -> Seam.async(method, "connect", "(" + Names.CHANNEL + Names.ADDRESS + ")Z"));
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
            method.visitMethodInsn(INVOKEINTERFACE, IO_SESSION, "getLocalAddress", "()" + Names.ADDRESS, true);
            method.visitVarInsn(ALOAD, 2);
            method.visitMethodInsn(INVOKEINTERFACE, IO_SESSION, "getRemoteAddress", "()" + Names.ADDRESS, true);
            Seam.async(
                    method,
                    "engine",
                    "(Ljavax/net/ssl/SSLContext;" + Names.STRING + "I" + Names.ADDRESS + Names.ADDRESS
                            + ")Ljavax/net/ssl/SSLEngine;");
        };
        return new ClassEdits(
                TLS_SESSION,
                Edit.insteadOfCall(
                        "javax/net/ssl/SSLContext",
                        "createSSLEngine",
                        "(" + Names.STRING + "I)Ljavax/net/ssl/SSLEngine;",
                        engine));
    }
}
