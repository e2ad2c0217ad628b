package dev.prewarm.it.programs;

import dev.prewarm.it.drivers.ApacheAsyncDriver;
import dev.prewarm.it.drivers.ApacheDriver;

/** One HTTP client, by the little that a program of plain requests needs of it. Any thread may send. */
interface Sender {
    /**
     * @param body null: none
     * @return {@code status=..} first, then what else there is to tell of the answer, the hash of its body among it
     */
    String send(String method, String url, byte[] body) throws Throwable;

    /**
     * @param client {@code jdk}, {@code okhttp}, {@code apache-classic}, {@code apache-async} or, before the range, {@code
     *     apache-before}. Those of Apache trust what the JVM does
     * @param options of the program; see {@link Requests}
     */
    static Sender of(String client, Options options) throws Exception {
        switch (client) {
            case "jdk":
                return new JdkSender(options);
            case "okhttp":
                return new OkHttpSender(options.text("trust", ""));
            case "apache-classic":
                return new ApacheSender(new ApacheDriver());
            case "apache-async":
                return new ApacheSender(new ApacheAsyncDriver());
            case "apache-before":
                return new Apache4Sender();
            default:
                throw new IllegalArgumentException("no client " + client);
        }
    }
}
