package dev.prewarm.agent.apache;

/** Names of the library's classes, as class files write them, and descriptors made of them. */
final class ApacheNames {
    static final String CLIENT = "org/apache/hc/client5/http/";
    static final String CORE = "org/apache/hc/core5/";

    static final String HTTP_HOST = CORE + "http/HttpHost";
    static final String NAMED_ENDPOINT = CORE + "net/NamedEndpoint";
    static final String TLS_CONFIG = CLIENT + "config/TlsConfig";
    static final String TIMEOUT = CORE + "util/Timeout";

    static final String OBJECT = "Ljava/lang/Object;";
    static final String STRING = "Ljava/lang/String;";
    static final String ADDRESS = "Ljava/net/SocketAddress;";
    static final String CHANNEL = "Ljava/nio/channels/SocketChannel;";
    static final String PATH = "Ljava/nio/file/Path;";

    private ApacheNames() {}

    static String type(String className) {
        return "L" + className + ";";
    }
}
