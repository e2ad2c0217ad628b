import dev.prewarm.it.programs.Calls;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.BasicResponseHandler;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/** Apache HttpClient 4. */
public final class Apache4 {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            CloseableHttpClient client = HttpClients.createSystem();
            return () -> client.execute(new HttpGet(origin + "/bytes/100"), new BasicResponseHandler());
        });
    }
}
