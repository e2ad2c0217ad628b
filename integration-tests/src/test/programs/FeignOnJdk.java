import dev.prewarm.it.programs.Calls;
import feign.Feign;
import feign.RequestLine;
import feign.http2client.Http2Client;

/** Feign on java.net.http.HttpClient. */
public final class FeignOnJdk {
    interface Service {
        @RequestLine("GET /bytes/100")
        String get();
    }

    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            Service service = Feign.builder().client(new Http2Client()).target(Service.class, origin);
            return service::get;
        });
    }
}
