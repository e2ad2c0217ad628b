package dev.prewarm.agent.okhttp;

import static net.bytebuddy.jar.asm.Opcodes.INVOKESTATIC;

import net.bytebuddy.jar.asm.MethodVisitor;

/** Names of OkHttp's classes, as class files write them, descriptors made of them, and calls of the seam. */
final class OkHttpNames {
    static final String PACKAGE = "okhttp3/";
    static final String CONNECTION = PACKAGE + "internal/connection/RealConnection";
    static final String PLAN = PACKAGE + "internal/connection/ConnectPlan";
    static final String FINDER = PACKAGE + "internal/connection/ExchangeFinder";
    static final String EXCHANGE = PACKAGE + "internal/connection/Exchange";
    static final String CONNECT_INTERCEPTOR = PACKAGE + "internal/connection/ConnectInterceptor";
    static final String SERVER_INTERCEPTOR = PACKAGE + "internal/http/CallServerInterceptor";
    static final String REAL_CALL = PACKAGE + "internal/connection/RealCall";

    /** OkHttp 5.0 to 5.2: what a plan knows of the call. */
    static final String USER = PACKAGE + "internal/connection/ConnectionUser";

    static final String CALL_USER = PACKAGE + "internal/connection/CallConnectionUser";

    static final String ROUTE = PACKAGE + "Route";
    static final String ADDRESS = PACKAGE + "Address";

    static final String SOCKET = "Ljava/net/Socket;";
    static final String LIST = "Ljava/util/List;";
    static final String STRING = "Ljava/lang/String;";
    static final String OBJECT = "Ljava/lang/Object;";
    static final String FAILURE = "Ljava/io/IOException;";

    private static final String SEAM = "dev/prewarm/agent/okhttp/OkHttpSeam";

    private OkHttpNames() {}

    static void callSeam(MethodVisitor method, String name, String descriptor) {
        method.visitMethodInsn(INVOKESTATIC, SEAM, name, descriptor, false);
    }
}
