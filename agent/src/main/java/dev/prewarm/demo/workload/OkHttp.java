package dev.prewarm.demo.workload;

import java.io.IOException;
import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp with its defaults. */
final class OkHttp implements WorkloadClient {
    private final OkHttpClient client =
            new OkHttpClient.Builder().callTimeout(TIMEOUT).build();

    @Override
    public int get(URI uri) throws IOException {
        Request request = new Request.Builder().url(uri.toString()).build();
        try (Response response = client.newCall(request).execute()) {
            response.body().bytes();
            return response.code();
        }
    }
}
