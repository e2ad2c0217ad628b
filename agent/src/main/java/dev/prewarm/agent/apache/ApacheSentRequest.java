package dev.prewarm.agent.apache;

import javax.net.ssl.SSLSession;

/** A request that was written: on which connection, and in which TLS session. Immutable. */
final class ApacheSentRequest {
    private final ApacheTrackedConnection connection;
    private final String method;
    private final boolean asksToClose;
    private final SSLSession session;

    /** @param session null without TLS */
    ApacheSentRequest(ApacheTrackedConnection connection, String method, boolean asksToClose, SSLSession session) {
        this.connection = connection;
        this.method = method;
        this.asksToClose = asksToClose;
        this.session = session;
    }

    ApacheTrackedConnection connection() {
        return connection;
    }

    String method() {
        return method;
    }

    /** Whether its client wants no other answer on that connection. */
    boolean asksToClose() {
        return asksToClose;
    }

    SSLSession session() {
        return session;
    }
}
