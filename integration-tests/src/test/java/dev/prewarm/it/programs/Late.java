package dev.prewarm.it.programs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.logging.LogManager;

/**
 * An application that makes up its mind in main: trust store and log manager. Arguments: a URL, a trust store. What an
 * agent touches too early shows here.
 */
public final class Late {
    private Late() {}

    /** Found by name, as an application server's would be. */
    public static final class Manager extends LogManager {}

    public static void main(String[] args) throws Exception {
        System.setProperty("java.util.logging.manager", Manager.class.getName());
        System.setProperty("javax.net.ssl.trustStore", args[1]);
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 5; i++) {
            int status = client.send(HttpRequest.newBuilder(URI.create(args[0])).build(), BodyHandlers.discarding())
                    .statusCode();
            System.out.println("status " + status);
            Thread.sleep(100);
        }
        System.out.println(
                "log manager " + LogManager.getLogManager().getClass().getName());
    }
}
