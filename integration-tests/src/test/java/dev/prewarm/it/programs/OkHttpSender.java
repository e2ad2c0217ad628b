package dev.prewarm.it.programs;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp, by what all versions from 3.12 to 5 have. */
final class OkHttpSender implements Sender {
    private final OkHttpClient client;

    /** @param trustStore a PKCS12 file */
    OkHttpSender(String trustStore) throws Exception {
        client = OkHttpClients.builder(trustStore).build();
    }

    @Override
    @SuppressWarnings("deprecation")
    public String send(String method, String url, byte[] body) throws Throwable {
        // The order of these parameters is the only one that OkHttp 3 has, too.
        RequestBody content = body == null ? null : RequestBody.create(null, body);
        Request request = new Request.Builder().url(url).method(method, content).build();
        try (Response response = client.newCall(request).execute()) {
            return "status=" + response.code() + " sha256="
                    + Outcome.sha256(response.body().bytes());
        }
    }
}
