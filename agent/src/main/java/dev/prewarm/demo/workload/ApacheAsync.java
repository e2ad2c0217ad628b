package dev.prewarm.demo.workload;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;

/** Apache HttpClient 5, async, with its defaults but for the size of its pool. */
final class ApacheAsync implements WorkloadClient {
    private final CloseableHttpAsyncClient client = HttpAsyncClients.custom()
            .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(ApacheClassic.CONNECTIONS)
                    .setMaxConnTotal(ApacheClassic.CONNECTIONS)
                    .build())
            .build();

    ApacheAsync() {
        client.start();
    }

    @Override
    public int get(URI uri) throws IOException, InterruptedException {
        SimpleHttpRequest request = SimpleRequestBuilder.get(uri).build();
        try {
            return client.execute(request, null)
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .getCode();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer for " + TIMEOUT.toSeconds() + " s", e);
        }
    }
}
