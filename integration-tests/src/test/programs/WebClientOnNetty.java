import dev.prewarm.it.programs.Calls;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's WebClient on Reactor Netty. */
public final class WebClientOnNetty {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            WebClient client = WebClient.builder()
                    .clientConnector(new ReactorClientHttpConnector())
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
