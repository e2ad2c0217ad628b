import dev.prewarm.it.programs.Calls;
import feign.Feign;
import feign.RequestLine;
import feign.hc5.ApacheHttp5Client;

/** Feign on Apache HttpClient 5. */
public final class FeignOnApache {
    interface Service {
        @RequestLine("GET /bytes/100")
        String get();
    }

    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            Service service = Feign.builder().client(new ApacheHttp5Client()).target(Service.class, origin);
            return service::get;
        });
    }
}
