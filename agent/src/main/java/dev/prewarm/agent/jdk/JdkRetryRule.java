package dev.prewarm.agent.jdk;

import java.util.Set;

/**
 * The client's own rule for requests whose connection ended before a byte of an answer, MultiExchange.canRetryRequest, but
 * without those whose body may be readable only once: the client repeats these, too, and fails.
 */
final class JdkRetryRule {
    private static final String ALL = System.getProperty("jdk.httpclient.enableAllMethodRetry");

    private static final String PUBLISHERS = "jdk.internal.net.http.RequestPublishers$";
    private static final Set<String> REPEATABLE =
            Set.of(PUBLISHERS + "EmptyPublisher", PUBLISHERS + "ByteArrayPublisher", PUBLISHERS + "StringPublisher");

    private JdkRetryRule() {}

    /** @param body the publisher; null: there is none */
    static boolean repeats(String method, Object body) {
        boolean all = ALL != null && (ALL.isEmpty() || Boolean.parseBoolean(ALL));
        boolean repeatable = body == null || REPEATABLE.contains(body.getClass().getName());
        return repeatable && (all || method.equals("GET") || method.equals("HEAD"));
    }
}
