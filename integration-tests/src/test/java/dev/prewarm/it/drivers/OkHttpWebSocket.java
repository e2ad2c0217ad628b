package dev.prewarm.it.drivers;

import dev.prewarm.it.programs.Outcome;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** Sends a text, awaits one, closes. */
final class OkHttpWebSocket extends WebSocketListener {
    private static final int NORMAL = 1000;

    private final Events events;
    private final String text;
    private final CountDownLatch ended = new CountDownLatch(1);

    OkHttpWebSocket(Events events, String text) {
        this.events = events;
        this.text = text;
    }

    void awaitEnd() throws InterruptedException {
        ended.await(120, TimeUnit.SECONDS);
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
        events.add("onOpen(" + response.code() + " " + response.header("Upgrade") + ")");
        socket.send(text);
    }

    @Override
    public void onMessage(WebSocket socket, String received) {
        events.add("onMessage(" + received + ")");
        socket.close(NORMAL, "bye");
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
        events.add("onClosing(" + code + " " + reason + ")");
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
        events.add("onClosed(" + code + " " + reason + ")");
        ended.countDown();
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, Response response) {
        events.add("onFailure(" + Outcome.of(failure) + ")");
        ended.countDown();
    }
}
