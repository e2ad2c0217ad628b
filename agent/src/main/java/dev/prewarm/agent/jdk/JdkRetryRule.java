package dev.prewarm.agent.jdk;

import dev.prewarm.Repetition;
import java.util.Set;

/**
 * The client's own rule for requests whose connection ended before a byte of an answer, MultiExchange.canRetryRequest, but
 * without those whose body may be readable only once: the client repeats these, too, and fails.
 */
final class JdkRetryRule {
    private static final boolean ALL = isSet(System.getProperty("jdk.httpclient.enableAllMethodRetry"));

    private static final String PUBLISHERS = "jdk.internal.net.http.RequestPublishers$";
    private static final Set<String> REPEATABLE =
            Set.of(PUBLISHERS + "EmptyPublisher", PUBLISHERS + "ByteArrayPublisher", PUBLISHERS + "StringPublisher");

    private JdkRetryRule() {}

    private static boolean isSet(String property) {
        return property != null && (property.isEmpty() || Boolean.parseBoolean(property));
    }

    /** @param body the publisher; null: there is none */
    static Repetition of(String method, Object body) {
        boolean repeatable = body == null || REPEATABLE.contains(body.getClass().getName());
        return Repetition.of(method, repeatable && (ALL || method.equals("GET") || method.equals("HEAD")));
    }
}
