import dev.prewarm.it.programs.Calls;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Spring's RestClient on java.net.http.HttpClient. */
public final class RestClientOnJdk {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            RestClient client = RestClient.builder()
                    .requestFactory(new JdkClientHttpRequestFactory())
                    .baseUrl(origin)
                    .build();
            return () -> client.get().uri("/bytes/100").retrieve().body(String.class);
        });
    }
}
