import dev.prewarm.it.programs.Calls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** java.net.http.HttpClient, which prefers HTTP/2. */
public final class H2OnJdk {
    public static void main(String[] origins) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Calls.run(origins, origin -> () -> {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(origin + "/bytes/1024")).build(), BodyHandlers.ofString());
            if (response.version() != HttpClient.Version.HTTP_2) {
                throw new IllegalStateException("not HTTP/2: " + response.version());
            }
            return response.body();
        });
    }
}
