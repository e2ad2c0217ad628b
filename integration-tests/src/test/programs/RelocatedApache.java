import com.github.dockerjava.zerodep.shaded.org.apache.hc.client5.http.classic.methods.HttpGet;
import com.github.dockerjava.zerodep.shaded.org.apache.hc.client5.http.impl.classic.BasicHttpClientResponseHandler;
import com.github.dockerjava.zerodep.shaded.org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import com.github.dockerjava.zerodep.shaded.org.apache.hc.client5.http.impl.classic.HttpClients;
import dev.prewarm.it.programs.Calls;

/** A copy of Apache HttpClient 5 in packages of a library's own, as Docker's client for Java has it. */
public final class RelocatedApache {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            CloseableHttpClient client = HttpClients.createSystem();
            return () -> client.execute(new HttpGet(origin + "/bytes/100"), new BasicHttpClientResponseHandler());
        });
    }
}
