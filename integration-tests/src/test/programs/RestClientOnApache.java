import dev.prewarm.it.programs.Calls;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Spring's RestClient on Apache HttpClient 5, GET and POST in turn. */
public final class RestClientOnApache {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            RestClient client = RestClient.builder()
                    .requestFactory(new HttpComponentsClientHttpRequestFactory())
                    .baseUrl(origin)
                    .build();
            return Calls.inTurn(
                    () -> client.get().uri("/bytes/100").retrieve().body(String.class),
                    () -> client.post().uri("/echo").body("posted").retrieve().body(String.class));
        });
    }
}
