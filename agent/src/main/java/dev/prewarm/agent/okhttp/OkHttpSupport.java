package dev.prewarm.agent.okhttp;

import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.CHECKCAST;
import static net.bytebuddy.jar.asm.Opcodes.DUP;
import static net.bytebuddy.jar.asm.Opcodes.GETFIELD;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEINTERFACE;
import static net.bytebuddy.jar.asm.Opcodes.INVOKESTATIC;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;
import static net.bytebuddy.jar.asm.Opcodes.PUTFIELD;
import static net.bytebuddy.jar.asm.Opcodes.SWAP;

import dev.prewarm.Prewarm;
import dev.prewarm.agent.ClientSupport;
import dev.prewarm.agent.Woven;
import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import dev.prewarm.agent.weave.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.MethodVisitor;

/**
 * The edits to OkHttp, 3.14 to 5; docs/how-it-works.md shows the classes before and after. What differs between versions is
 * decided from their class files.
 */
public final class OkHttpSupport implements ClientSupport {
    private static final String PACKAGE = "okhttp3/";
    private static final String INTERNAL = "okhttp3/internal/connection/";
    private static final String CONNECTION = INTERNAL + "RealConnection";
    private static final String PLAN = INTERNAL + "ConnectPlan";
    private static final String FINDER = INTERNAL + "ExchangeFinder";
    private static final String EXCHANGE = INTERNAL + "Exchange";

    /** OkHttp 5.0 to 5.2: what a plan knows of the call. */
    private static final String USER = INTERNAL + "ConnectionUser";

    private static final String CALL_USER = INTERNAL + "CallConnectionUser";
    private static final String REAL_CALL = INTERNAL + "RealCall";

    /** Until 4.3. */
    private static final String FORMER_CALL = PACKAGE + "RealCall";

    private static final String CONNECT_INTERCEPTOR = INTERNAL + "ConnectInterceptor";
    private static final String SERVER_INTERCEPTOR = PACKAGE + "internal/http/CallServerInterceptor";

    /** Of OkHttp 3.13 and older: there the connections have no rule of their own for failures. */
    private static final String OF_OLD = INTERNAL + "StreamAllocation";

    private static final String CHAIN = PACKAGE + "Interceptor$Chain";
    private static final String REQUEST = PACKAGE + "Request";
    private static final String ROUTE = PACKAGE + "Route";
    private static final String ADDRESS = PACKAGE + "Address";
    private static final String CLIENT = PACKAGE + "OkHttpClient";
    private static final String SEAM = "dev/prewarm/agent/okhttp/OkHttpSeam";

    private static final String SOCKET = "Ljava/net/Socket;";
    private static final String FACTORY = "javax/net/SocketFactory";
    private static final String TLS_FACTORY = "javax/net/ssl/SSLSocketFactory";
    private static final String TLS_SOCKET = "javax/net/ssl/SSLSocket";
    private static final String LIST = "Ljava/util/List;";
    private static final String STRING = "Ljava/lang/String;";
    private static final String OBJECT = "Ljava/lang/Object;";
    private static final String FAILURE = "Ljava/io/IOException;";

    @Override
    public String name() {
        return "okhttp";
    }

    @Override
    public boolean owns(ClassLoader loader, String className) {
        return loader != null
                && className.startsWith(PACKAGE)
                && (className.equals(CONNECTION)
                        || className.equals(PLAN)
                        || className.equals(FINDER)
                        || className.equals(EXCHANGE)
                        || className.equals(CALL_USER)
                        || className.equals(CONNECT_INTERCEPTOR)
                        || className.equals(SERVER_INTERCEPTOR));
    }

    @Override
    public String describe(ClassFiles files) {
        return "OkHttp " + OkHttpVersion.of(files);
    }

    @Override
    public void connectTo(Prewarm prewarm, Woven woven) {
        OkHttpSeam.connectTo(prewarm, woven);
    }

    @Override
    public List<ClassEdits> edits(ClassFiles files) throws IOException {
        if (files.has(OF_OLD)) {
            return List.of();
        }
        List<ClassEdits> edits = new ArrayList<>();
        Edit failure = failure(files);
        if (files.has(PLAN)) {
            edits.add(new ClassEdits(PLAN, rawInPlan(files), secure("connectTlsEtc"), handshake()));
            edits.add(new ClassEdits(CONNECTION, failure));
        } else {
            edits.add(new ClassEdits(CONNECTION, rawInConnection(), secure("connectTls"), handshake(), failure));
            retry(files, edits);
        }
        if (files.has(USER)) {
            edits.add(new ClassEdits(CALL_USER, user()));
        }
        edits.add(new ClassEdits(EXCHANGE, exchangeFailure(files)));
        edits.add(new ClassEdits(CONNECT_INTERCEPTOR, request(files)));
        edits.add(new ClassEdits(SERVER_INTERCEPTOR, send(), answer()));
        return edits;
    }

    /** OkHttp 3 and 4: the call is an argument. */
    private static Edit rawInConnection() {
        Code call = method -> method.visitVarInsn(ALOAD, 3);
        return raw(CONNECTION, "(IIL" + PACKAGE + "Call;L" + PACKAGE + "EventListener;)V", call);
    }

    /** OkHttp 5: a field; in 5.0 to 5.2 that of a user. */
    private static Edit rawInPlan(ClassFiles files) {
        boolean hasUser = files.has(USER);
        Code call = method -> {
            method.visitVarInsn(ALOAD, 0);
            if (hasUser) {
                method.visitFieldInsn(GETFIELD, PLAN, "user", "L" + USER + ";");
                seam(method, "callOf", "(" + OBJECT + ")" + OBJECT);
            } else {
                method.visitFieldInsn(GETFIELD, PLAN, "call", "L" + REAL_CALL + ";");
            }
        };
        return raw(PLAN, "()V", call);
    }

    private static Edit user() {
        Code user = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 1);
            seam(method, "user", "(" + OBJECT + OBJECT + ")V");
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
            seam(
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

    private static Edit secure(String in) {
        String arguments = SOCKET + STRING + "IZ)" + SOCKET;
        return Edit.insteadOfCallIn(
                in,
                "(",
                TLS_FACTORY,
                "createSocket",
                "(" + arguments,
                method -> seam(method, "secure", "(L" + TLS_FACTORY + ";" + arguments));
    }

    private static Edit handshake() {
        return Edit.insteadOfCallOnVariable(
                "connectTls",
                "(",
                TLS_SOCKET,
                "startHandshake",
                method -> seam(method, "startHandshake", "(L" + TLS_SOCKET + ";)L" + TLS_SOCKET + ";"));
    }

    private static Edit exchangeFailure(ClassFiles files) throws IOException {
        String realCall = "L" + REAL_CALL + ";";
        boolean isReal = files.has(new Member(EXCHANGE, "call", realCall));
        Code failed = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, EXCHANGE, "call", isReal ? realCall : "L" + PACKAGE + "Call;");
            seam(method, "failed", "(" + OBJECT + ")V");
        };
        return Edit.atEntry("trackFailure", "(" + FAILURE + ")V", failed);
    }

    /** The failure is the last argument: the only one until 4.3. */
    private static Edit failure(ClassFiles files) throws IOException {
        Member track = files.find(CONNECTION, "trackFailure", FAILURE + ")V");
        int argument = track.descriptor().equals("(" + FAILURE + ")V") ? 1 : 2;
        Code successes = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, CONNECTION, "rawSocket", SOCKET);
            method.visitVarInsn(ALOAD, argument);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, CONNECTION, "successCount", "I");
            seam(method, "successes", "(" + SOCKET + FAILURE + "I)I");
            method.visitFieldInsn(PUTFIELD, CONNECTION, "successCount", "I");
        };
        return Edit.atEntry(track.name(), track.descriptor(), successes);
    }

    /**
     * From 4.4 to 4.12 the finder retries only what came from the pool before it has looked for routes. Before and after,
     * a connection that was used before is enough.
     */
    private static void retry(ClassFiles files, List<ClassEdits> edits) throws IOException {
        Member route = new Member(FINDER, "retryRoute", "()L" + ROUTE + ";");
        if (files.has(route)) {
            Code retry = method -> {
                finderAddress(method);
                seam(method, "retryRoute", "(" + OBJECT + OBJECT + ")" + OBJECT);
                method.visitTypeInsn(CHECKCAST, ROUTE);
            };
            edits.add(new ClassEdits(FINDER, Edit.atReturn(route.name(), route.descriptor(), retry)));
        } else if (files.has(new Member(FINDER, "call", "L" + REAL_CALL + ";"))) {
            Code retry = method -> {
                finderAddress(method);
                seam(method, "retriesRoute", "(Z" + OBJECT + ")Z");
            };
            edits.add(new ClassEdits(FINDER, Edit.atReturn("retryCurrentRoute", "()Z", retry)));
        }
    }

    private static void finderAddress(MethodVisitor method) {
        method.visitVarInsn(ALOAD, 0);
        method.visitFieldInsn(GETFIELD, FINDER, "address", "L" + ADDRESS + ";");
    }

    private static Edit request(ClassFiles files) throws IOException {
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
            seam(method, "request", "(" + OBJECT + STRING + OBJECT + "Z)V");
        };
        return Edit.atEntry("intercept", "(L" + CHAIN + ";)", request);
    }

    private static void methodAndBody(MethodVisitor method) {
        onChain(method, "request", "()L" + REQUEST + ";");
        method.visitMethodInsn(INVOKEVIRTUAL, REQUEST, "method", "()" + STRING, false);
        onChain(method, "request", "()L" + REQUEST + ";");
        method.visitMethodInsn(INVOKEVIRTUAL, REQUEST, "body", "()L" + PACKAGE + "RequestBody;", false);
    }

    private static Edit send() {
        Code sends = method -> {
            onSocket(method);
            methodAndBody(method);
            seam(method, "sends", "(" + SOCKET + STRING + OBJECT + ")V");
        };
        return Edit.atEntry("intercept", "(L" + CHAIN + ";)", sends);
    }

    private static Edit answer() {
        Code answered = method -> {
            method.visitInsn(DUP);
            method.visitInsn(DUP);
            onResponse(method, "code", "()I");
            method.visitInsn(SWAP);
            method.visitInsn(DUP);
            onResponse(method, "protocol", "()L" + PACKAGE + "Protocol;");
            method.visitInsn(SWAP);
            method.visitLdcInsn("Connection");
            onResponse(method, "headers", "(" + STRING + ")" + LIST);
            onSocket(method);
            onChain(method, "call", "()L" + PACKAGE + "Call;");
            seam(method, "answered", "(I" + OBJECT + LIST + SOCKET + OBJECT + ")V");
        };
        return Edit.atReturn("intercept", "(L" + CHAIN + ";)", answered);
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

    private static void seam(MethodVisitor method, String name, String descriptor) {
        method.visitMethodInsn(INVOKESTATIC, SEAM, name, descriptor, false);
    }
}
