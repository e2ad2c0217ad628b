import dev.prewarm.it.programs.Calls;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's WebClient on Apache HttpClient 5, async. */
public final class WebClientOnApache {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            WebClient client = WebClient.builder()
                    .clientConnector(new HttpComponentsClientHttpConnector())
                    .baseUrl(origin)
                    .build();
            return () -> client.get()
                    .uri("/bytes/100")
                    .retrieve()
                    .bodyToMono(String.class)
                    .block();
        });
    }
}
