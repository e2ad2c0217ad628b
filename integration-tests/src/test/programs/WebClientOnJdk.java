import dev.prewarm.it.programs.Calls;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's WebClient on java.net.http.HttpClient. */
public final class WebClientOnJdk {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            WebClient client = WebClient.builder()
                    .clientConnector(new JdkClientHttpConnector())
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
