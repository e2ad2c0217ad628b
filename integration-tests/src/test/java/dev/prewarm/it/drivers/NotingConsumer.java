package dev.prewarm.it.drivers;

import dev.prewarm.it.contract.Ask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Reads an answer of Apache's async client, and notes what it is told. */
final class NotingConsumer implements AsyncResponseConsumer<String> {
    private static final int RELEASE_SECONDS = 10;

    private final Ask ask;
    private final HttpClientContext context;
    private final Events events;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private HttpResponse response;
    private final CountDownLatch released = new CountDownLatch(1);
    private FutureCallback<String> callback;

    NotingConsumer(Ask ask, HttpClientContext context) {
        this.ask = ask;
        this.context = context;
        this.events = ApacheShared.events(context);
    }

    @Override
    public void consumeResponse(
            HttpResponse head, EntityDetails entity, HttpContext here, FutureCallback<String> result) {
        events.add("consumeResponse(" + head.getCode() + ")");
        response = head;
        callback = result;
        ask.headCame();
        if (entity == null) {
            end(null);
        }
    }

    @Override
    public void informationResponse(HttpResponse head, HttpContext here) {
        events.add("informationResponse(" + head.getCode() + ")");
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer bytes) {
        events.addOnce("consume");
        byte[] some = new byte[bytes.remaining()];
        bytes.get(some);
        body.write(some, 0, some.length);
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) {
        events.add("streamEnd");
        end(trailers);
    }

    private void end(List<? extends Header> trailers) {
        callback.completed(ApacheShared.outcome(response, body.toByteArray(), context, trailers));
    }

    @Override
    public void failed(Exception cause) {
        events.add("failed(" + cause.getClass().getSimpleName() + ")");
    }

    @Override
    public void releaseResources() {
        events.add("releaseResources");
        released.countDown();
    }

    /** The last it is told, a moment after the answer's future is complete. */
    void awaitRelease() throws InterruptedException {
        released.await(RELEASE_SECONDS, TimeUnit.SECONDS);
    }
}
