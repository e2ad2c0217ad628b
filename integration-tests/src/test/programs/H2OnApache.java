import dev.prewarm.it.programs.Calls;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.HttpVersion;

/** Apache's async client, which negotiates HTTP/2. */
public final class H2OnApache {
    public static void main(String[] origins) throws Exception {
        CloseableHttpAsyncClient client = HttpAsyncClients.createSystem();
        client.start();
        Calls.run(origins, origin -> () -> {
            SimpleHttpRequest request =
                    SimpleRequestBuilder.get(origin + "/bytes/1024").build();
            SimpleHttpResponse response = client.execute(request, null).get();
            if (!response.getVersion().equals(HttpVersion.HTTP_2)) {
                throw new IllegalStateException("not HTTP/2: " + response.getVersion());
            }
            return response.getBodyText();
        });
    }
}
