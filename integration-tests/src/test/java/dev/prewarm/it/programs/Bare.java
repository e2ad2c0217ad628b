package dev.prewarm.it.programs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Sends GETs to a URL and prints the status of each, until a line comes on stdin, so many at most; needs java.base and
 * java.net.http alone.
 */
public final class Bare {
    /** For an agent to refill. */
    private static final long APART_MILLIS = 100;

    private Bare() {}

    public static void main(String[] args) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < Integer.parseInt(args[1]) && System.in.available() == 0; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(args[0])).build();
            System.out.println(
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
            Thread.sleep(APART_MILLIS);
        }
    }
}
