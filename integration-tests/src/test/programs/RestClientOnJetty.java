import dev.prewarm.it.programs.Calls;
import org.springframework.http.client.JettyClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Spring's RestClient on Jetty's client. */
public final class RestClientOnJetty {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            RestClient client = RestClient.builder()
                    .requestFactory(new JettyClientHttpRequestFactory())
                    .baseUrl(origin)
                    .build();
            return () -> client.get().uri("/bytes/100").retrieve().body(String.class);
        });
    }
}
