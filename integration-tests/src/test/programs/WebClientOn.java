import dev.prewarm.it.programs.Calls;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's WebClient on the connector that {@code -Dclient} names. */
public final class WebClientOn {
    public static void main(String[] origins) throws Exception {
        WebClient client = WebClient.builder()
                .clientConnector((ClientHttpConnector) Calls.made(System.getProperty("client")))
                .build();
        Calls.run(
                origins,
                origin -> () -> client.get()
                        .uri(origin + "/bytes/100")
                        .retrieve()
                        .bodyToMono(String.class)
                        .block());
    }
}
