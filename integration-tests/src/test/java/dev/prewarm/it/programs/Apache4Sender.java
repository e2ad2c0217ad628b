package dev.prewarm.it.programs;

import org.apache.http.HttpResponse;
import org.apache.http.client.HttpClient;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** Apache HttpClient 4. */
final class Apache4Sender implements Sender {
    private final HttpClient client = HttpClients.createSystem();

    @Override
    public String send(String method, String url, byte[] body) throws Throwable {
        RequestBuilder request = RequestBuilder.create(method).setUri(url);
        if (body != null) {
            request.setEntity(new ByteArrayEntity(body));
        }
        HttpResponse response = client.execute(request.build());
        return "status=" + response.getStatusLine().getStatusCode() + " sha256="
                + Outcome.sha256(EntityUtils.toByteArray(response.getEntity()));
    }
}
