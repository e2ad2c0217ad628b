import dev.prewarm.it.programs.Calls;
import feign.Client;
import feign.Feign;
import feign.RequestLine;

/** Feign on the client that {@code -Dclient} names; without one on HttpURLConnection, its default. */
public final class FeignOn {
    interface Service {
        @RequestLine("GET /bytes/100")
        String get();
    }

    public static void main(String[] origins) throws Exception {
        Feign.Builder feign = Feign.builder();
        if (System.getProperty("client") != null) {
            feign.client((Client) Calls.made(System.getProperty("client")));
        }
        Calls.run(origins, origin -> feign.target(Service.class, origin)::get);
    }
}
