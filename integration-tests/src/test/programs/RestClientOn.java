import dev.prewarm.it.programs.Calls;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Spring's RestClient on the request factory that {@code -Dclient} names, GET and POST in turn. */
public final class RestClientOn {
    public static void main(String[] origins) throws Exception {
        RestClient client = RestClient.builder()
                .requestFactory((ClientHttpRequestFactory) Calls.made(System.getProperty("client")))
                .build();
        Calls.run(
                origins,
                origin -> Calls.inTurn(
                        () -> client.get().uri(origin + "/bytes/100").retrieve().body(String.class), () -> client.post()
                                .uri(origin + "/echo")
                                .body("posted")
                                .retrieve()
                                .body(String.class)));
    }
}
