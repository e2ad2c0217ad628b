package dev.prewarm.it.programs;

import java.net.HttpURLConnection;
import java.net.URL;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/** A server of HttpCore, without HttpClient: answers one request, and says so. */
public final class ApacheServer {
    private ApacheServer() {}

    public static void main(String[] args) throws Exception {
        HttpServer server = ServerBootstrap.bootstrap()
                .setListenerPort(0)
                .register("*", (request, response, context) -> response.setEntity(new StringEntity("hello")))
                .create();
        server.start();
        URL url = new URL("http://localhost:" + server.getLocalPort() + "/");
        System.out.println("status=" + ((HttpURLConnection) url.openConnection()).getResponseCode());
        server.close(CloseMode.IMMEDIATE);
    }
}
