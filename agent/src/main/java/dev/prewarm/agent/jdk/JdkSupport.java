package dev.prewarm.agent.jdk;

import static net.bytebuddy.jar.asm.Opcodes.ACONST_NULL;
import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.ASTORE;
import static net.bytebuddy.jar.asm.Opcodes.DUP;
import static net.bytebuddy.jar.asm.Opcodes.DUP_X1;
import static net.bytebuddy.jar.asm.Opcodes.F_SAME;
import static net.bytebuddy.jar.asm.Opcodes.GETFIELD;
import static net.bytebuddy.jar.asm.Opcodes.IFEQ;
import static net.bytebuddy.jar.asm.Opcodes.IFNULL;
import static net.bytebuddy.jar.asm.Opcodes.INVOKESPECIAL;
import static net.bytebuddy.jar.asm.Opcodes.INVOKESTATIC;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;
import static net.bytebuddy.jar.asm.Opcodes.NEW;
import static net.bytebuddy.jar.asm.Opcodes.NOP;
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
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;

/** The edits to java.net.http.HttpClient; docs/how-it-works.md shows the classes before and after. */
public final class JdkSupport implements ClientSupport {
    private static final String HTTP = "jdk/internal/net/http/";
    private static final String PLAIN = HTTP + "PlainHttpConnection";
    private static final String SECURE = HTTP + "AbstractAsyncSSLConnection";
    private static final String TUNNEL = HTTP + "PlainTunnelingConnection";
    private static final String ATTEMPTS = HTTP + "MultiExchange";
    private static final String ANSWER = HTTP + "Http1Response";
    private static final String POOL = HTTP + "ConnectionPool";

    private static final String CLIENT = HTTP + "HttpClientImpl";
    private static final String CONNECTION = HTTP + "HttpConnection";
    private static final String UNDER_WAY = HTTP + "Exchange";
    private static final String EXCHANGE = HTTP + "ExchangeImpl";
    private static final String REQUEST = HTTP + "HttpRequestImpl";
    private static final String HEADER_PARSER = HTTP + "Http1HeaderParser";
    private static final String EXPIRED = HTTP + "common/ConnectionExpiredException";
    private static final String SEAM = "dev/prewarm/agent/jdk/JdkSeam";

    private static final String ADDRESS = "Ljava/net/InetSocketAddress;";
    private static final String CHANNEL = "Ljava/nio/channels/SocketChannel;";
    private static final String ENGINE = "Ljavax/net/ssl/SSLEngine;";
    private static final String PARAMETERS = "Ljavax/net/ssl/SSLParameters;";
    private static final String HEADERS = "Ljava/net/http/HttpHeaders;";
    private static final String PUBLISHER = "Ljava/net/http/HttpRequest$BodyPublisher;";
    private static final String OBJECT = "Ljava/lang/Object;";
    private static final String THROWABLE = "Ljava/lang/Throwable;";
    private static final String COUNT = "Ljava/util/concurrent/atomic/AtomicInteger;";
    private static final String REFERENCE = "Ljava/util/concurrent/atomic/AtomicReference;";
    private static final String CONSTRUCTOR = "<init>";

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public boolean owns(ClassLoader loader, String className) {
        if (!className.startsWith(HTTP) || loader != ClassLoader.getPlatformClassLoader()) {
            return false;
        }
        return className.equals(PLAIN)
                || className.equals(SECURE)
                || className.equals(TUNNEL)
                || className.equals(ATTEMPTS)
                || className.equals(ANSWER)
                || className.equals(CONNECTION)
                || className.equals(POOL);
    }

    @Override
    public String describe(ClassFiles files) {
        return "java.net.http.HttpClient of JDK " + System.getProperty("java.version");
    }

    @Override
    public void connectTo(Prewarm prewarm, Woven woven) {
        JdkSeam.connectTo(prewarm, woven);
    }

    @Override
    public List<ClassEdits> edits(ClassFiles files) throws IOException {
        Member localAddress = new Member(CLIENT, "localAddress", "()Ljava/net/InetAddress;");
        Member failedExchange = new Member(
                ATTEMPTS,
                "getExceptionalCF",
                "(" + THROWABLE + "L" + EXCHANGE + ";)Ljava/util/concurrent/CompletableFuture;");
        return List.of(
                plain(files.has(localAddress)),
                secure(),
                new ClassEdits(TUNNEL, tunnel()),
                attempts(files.has(failedExchange)),
                answer(),
                new ClassEdits(CONNECTION, kept()),
                new ClassEdits(POOL, idleEnded()));
    }

    /** @param hasLocalAddress since JDK 19 a client can be bound to a local address, before it connects */
    private static ClassEdits plain(boolean hasLocalAddress) {
        Code open = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 1);
            if (hasLocalAddress) {
                method.visitVarInsn(ALOAD, 2);
                method.visitMethodInsn(INVOKEVIRTUAL, CLIENT, "localAddress", "()Ljava/net/InetAddress;", false);
            } else {
                method.visitInsn(ACONST_NULL);
            }
            seam(method, "open", "(Ljava/lang/Object;" + ADDRESS + "Ljava/net/InetAddress;)" + CHANNEL);
        };
        Code connect = method -> seam(method, "connect", "(" + CHANNEL + "Ljava/net/SocketAddress;)Z");
        Code connected = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, PLAIN, "chan", CHANNEL);
            seam(method, "connected", "(" + CHANNEL + ")V");
        };
        return new ClassEdits(
                PLAIN,
                Edit.insteadOfCall("java/nio/channels/SocketChannel", "open", "()" + CHANNEL, open),
                Edit.insteadOfCall(
                        "java/nio/channels/SocketChannel", "connect", "(Ljava/net/SocketAddress;)Z", connect),
                Edit.atEntry("finishConnect", "()", connected));
    }

    private static ClassEdits secure() {
        Code engine = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 1);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, SECURE, "engine", ENGINE);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, SECURE, "sslParameters", PARAMETERS);
            method.visitVarInsn(ALOAD, 2);
            method.visitMethodInsn(INVOKEVIRTUAL, CLIENT, "theSSLContext", "()Ljavax/net/ssl/SSLContext;", false);
            seam(
                    method,
                    "engine",
                    "(Ljava/lang/Object;" + ADDRESS + ENGINE + PARAMETERS + "Ljavax/net/ssl/SSLContext;)" + ENGINE);
            method.visitFieldInsn(PUTFIELD, SECURE, "engine", ENGINE);
        };
        return new ClassEdits(SECURE, Edit.atReturn(CONSTRUCTOR, "(" + ADDRESS + "L" + CLIENT + ";", engine));
    }

    private static Edit tunnel() {
        return Edit.atEntry(CONSTRUCTOR, "(" + ADDRESS, method -> seam(method, "tunnel", "()V"));
    }

    /** @param namesExchange JDK 17.0.15, for one, is not told whose exchange has failed: it is the one under way */
    private static ClassEdits attempts(boolean namesExchange) {
        Code begin = method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, ATTEMPTS, "attempts", COUNT);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, ATTEMPTS, "retryCause", THROWABLE);
            currentRequest(method);
            requestMethod(method);
            requestBody(method);
            seam(method, "attemptBegins", "(" + OBJECT + COUNT + THROWABLE + "Ljava/lang/String;" + OBJECT + ")V");
        };
        Code failed = method -> {
            Label none = new Label();
            if (!namesExchange) {
                method.visitVarInsn(ALOAD, 0);
                method.visitMethodInsn(INVOKEVIRTUAL, ATTEMPTS, "getExchange", "()L" + UNDER_WAY + ";", false);
                method.visitFieldInsn(GETFIELD, UNDER_WAY, "exchImpl", "L" + EXCHANGE + ";");
                method.visitVarInsn(ASTORE, 2);
            }
            method.visitVarInsn(ALOAD, 2);
            method.visitJumpInsn(IFNULL, none);
            exchangeConnection(method);
            method.visitJumpInsn(IFNULL, none);
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 1);
            exchangeConnection(method);
            connectionChannel(method);
            requestBody(method);
            isCancelled(method);
            seam(method, "failed", "(" + OBJECT + THROWABLE + CHANNEL + OBJECT + "Z)Z");
            method.visitJumpInsn(IFEQ, none);
            exchangeConnection(method);
            method.visitMethodInsn(INVOKEVIRTUAL, CONNECTION, "close", "()V", false);
            method.visitTypeInsn(NEW, EXPIRED);
            method.visitInsn(DUP);
            method.visitVarInsn(ALOAD, 1);
            method.visitMethodInsn(INVOKESPECIAL, EXPIRED, CONSTRUCTOR, "(" + THROWABLE + ")V", false);
            method.visitVarInsn(ASTORE, 1);
            rejoin(method, none);
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 1);
            isCancelled(method);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, ATTEMPTS, "interrupted", REFERENCE);
            seam(method, "over", "(" + OBJECT + THROWABLE + "Z" + REFERENCE + ")V");
        };
        return new ClassEdits(
                ATTEMPTS,
                Edit.atEntry("responseAsyncImpl", "(", begin),
                Edit.atReturn("responseAsyncImpl", "(", method -> seam(method, "attemptEnds", "()V")),
                Edit.atEntry("getExceptionalCF", "(" + THROWABLE, failed));
    }

    private static ClassEdits answer() {
        Code headers = method -> {
            method.visitInsn(DUP);
            method.visitMethodInsn(INVOKEVIRTUAL, HEADER_PARSER, "statusLine", "()Ljava/lang/String;", false);
            method.visitInsn(SWAP);
            method.visitMethodInsn(INVOKEVIRTUAL, HEADER_PARSER, "headers", "()" + HEADERS, false);
            method.visitInsn(DUP_X1);
            method.visitMethodInsn(INVOKEVIRTUAL, "java/net/http/HttpHeaders", "map", "()Ljava/util/Map;", false);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, ANSWER, "connection", "L" + CONNECTION + ";");
            connectionChannel(method);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, ANSWER, "request", "L" + REQUEST + ";");
            requestMethod(method);
            seam(method, "answered", "(Ljava/lang/String;Ljava/util/Map;" + CHANNEL + "Ljava/lang/String;)V");
        };
        return new ClassEdits(ANSWER, Edit.insteadOfCall(HEADER_PARSER, "headers", "()" + HEADERS, headers));
    }

    private static Edit kept() {
        return Edit.atReturn("closeOrReturnToCache", "(" + HEADERS, method -> {
            method.visitVarInsn(ALOAD, 0);
            connectionChannel(method);
            seam(method, "kept", "(" + CHANNEL + ")V");
        });
    }

    private static Edit idleEnded() {
        return Edit.atEntry("cleanup", "(L" + CONNECTION + ";", method -> {
            method.visitVarInsn(ALOAD, 1);
            connectionChannel(method);
            seam(method, "idleEnded", "(" + CHANNEL + ")V");
        });
    }

    private static void currentRequest(MethodVisitor method) {
        method.visitVarInsn(ALOAD, 0);
        method.visitFieldInsn(GETFIELD, ATTEMPTS, "currentreq", "L" + REQUEST + ";");
    }

    private static void isCancelled(MethodVisitor method) {
        method.visitVarInsn(ALOAD, 0);
        method.visitFieldInsn(GETFIELD, ATTEMPTS, "cancelled", "Z");
    }

    private static void requestBody(MethodVisitor method) {
        currentRequest(method);
        method.visitFieldInsn(GETFIELD, REQUEST, "requestPublisher", PUBLISHER);
    }

    private static void requestMethod(MethodVisitor method) {
        method.visitMethodInsn(INVOKEVIRTUAL, REQUEST, "method", "()Ljava/lang/String;", false);
    }

    private static void connectionChannel(MethodVisitor method) {
        method.visitMethodInsn(INVOKEVIRTUAL, CONNECTION, "channel", "()" + CHANNEL, false);
    }

    private static void exchangeConnection(MethodVisitor method) {
        method.visitVarInsn(ALOAD, 2);
        method.visitMethodInsn(INVOKEVIRTUAL, EXCHANGE, "connection", "()L" + CONNECTION + ";", false);
    }

    /** Where paths meet, with nothing but what the method began with. */
    private static void rejoin(MethodVisitor method, Label label) {
        method.visitLabel(label);
        method.visitFrame(F_SAME, 0, null, 0, null);
        method.visitInsn(NOP);
    }

    private static void seam(MethodVisitor method, String name, String descriptor) {
        method.visitMethodInsn(INVOKESTATIC, SEAM, name, descriptor, false);
    }
}
