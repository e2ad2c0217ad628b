import dev.prewarm.it.programs.Calls;
import feign.Feign;
import feign.RequestLine;

/** Feign on HttpURLConnection, its default. */
public final class FeignOnUrlConnection {
    interface Service {
        @RequestLine("GET /bytes/100")
        String get();
    }

    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            Service service = Feign.builder().target(Service.class, origin);
            return service::get;
        });
    }
}
