package dev.prewarm.it.drivers;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;

/** Passes on what a link of Apache's async chain of execution is told, and notes it. */
final class NotingCallback implements AsyncExecCallback {
    private final String link;
    private final Events events;
    private final AsyncExecCallback to;

    NotingCallback(String link, Events events, AsyncExecCallback to) {
        this.link = link;
        this.events = events;
        this.to = to;
        events.add(link + "{");
    }

    @Override
    public AsyncDataConsumer handleResponse(HttpResponse response, EntityDetails entity)
            throws HttpException, IOException {
        events.add(link + " handles " + response.getCode());
        return to.handleResponse(response, entity);
    }

    @Override
    public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
        events.add(link + " is informed of " + response.getCode());
        to.handleInformationResponse(response);
    }

    @Override
    public void completed() {
        events.add("}" + link);
        to.completed();
    }

    @Override
    public void failed(Exception cause) {
        events.add("}" + link + " " + cause.getClass().getSimpleName());
        to.failed(cause);
    }
}
