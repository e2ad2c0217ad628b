package dev.prewarm.agent.jdk;

/** The client's own rule for requests whose connection ended before a byte of an answer: MultiExchange.canRetryRequest. */
final class RetryRule {
    private static final String ALL = System.getProperty("jdk.httpclient.enableAllMethodRetry");

    private RetryRule() {}

    static boolean repeats(String method) {
        boolean all = ALL != null && (ALL.isEmpty() || Boolean.parseBoolean(ALL));
        return all || method.equals("GET") || method.equals("HEAD");
    }
}
