import dev.prewarm.it.programs.Calls;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp, which prefers HTTP/2. */
public final class H2OnOkHttp {
    public static void main(String[] origins) throws Exception {
        OkHttpClient client = new OkHttpClient();
        Calls.run(origins, origin -> () -> {
            Request request = new Request.Builder().url(origin + "/bytes/1024").build();
            try (Response response = client.newCall(request).execute()) {
                if (response.protocol() != Protocol.HTTP_2) {
                    throw new IllegalStateException("not HTTP/2: " + response.protocol());
                }
                return response.body().string();
            }
        });
    }
}
