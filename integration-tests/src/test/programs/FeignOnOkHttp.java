import dev.prewarm.it.programs.Calls;
import feign.Feign;
import feign.RequestLine;
import feign.okhttp.OkHttpClient;

/** Feign on OkHttp. */
public final class FeignOnOkHttp {
    interface Service {
        @RequestLine("GET /bytes/100")
        String get();
    }

    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            Service service = Feign.builder().client(new OkHttpClient()).target(Service.class, origin);
            return service::get;
        });
    }
}
