package dev.prewarm.it.drivers;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Passes on what a subscriber is told, and notes it. */
final class JdkSubscriber implements HttpResponse.BodySubscriber<byte[]> {
    private final HttpResponse.BodySubscriber<byte[]> to;
    private final Events events;

    JdkSubscriber(HttpResponse.BodySubscriber<byte[]> to, Events events) {
        this.to = to;
        this.events = events;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return to.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        events.add("onSubscribe");
        to.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        events.addOnce("onNext");
        to.onNext(item);
    }

    @Override
    public void onError(Throwable thrown) {
        events.add("onError(" + thrown.getClass().getSimpleName() + ")");
        to.onError(thrown);
    }

    @Override
    public void onComplete() {
        events.add("onComplete");
        to.onComplete();
    }
}
