package dev.prewarm.it.drivers;

import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Driver.Exchange;
import dev.prewarm.it.contract.Driver.Way;
import dev.prewarm.it.programs.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/** One call of OkHttp. */
final class OkHttpExchange implements Exchange {
    private final Call call;
    private final Events events;
    private final Ask ask;
    private final Way way;

    OkHttpExchange(Call call, Events events, Ask ask, Way way) {
        this.call = call;
        this.events = events;
        this.ask = ask;
        this.way = way;
    }

    @Override
    public String play() throws Exception {
        if (way == Way.BLOCKING) {
            try (Response response = call.execute()) {
                return text(response);
            }
        }
        CompletableFuture<String> outcome = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                events.add("onFailure");
                outcome.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call answered, Response response) {
                events.add("onResponse");
                try (response) {
                    outcome.complete(text(response));
                } catch (IOException | RuntimeException e) {
                    outcome.completeExceptionally(e);
                }
            }
        });
        try {
            return outcome.get(120, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private String text(Response response) throws IOException {
        ask.headCame();
        byte[] body = response.body().bytes();
        Response prior = response.priorResponse();
        return Outcome.of(
                response.code(),
                response.protocol(),
                response.headers().toMultimap().entrySet(),
                body,
                "handshake=" + response.handshake() + (prior == null ? "" : " prior=" + prior.code()) + " trailers="
                        + response.trailers());
    }

    @Override
    public void cancel() {
        call.cancel();
    }

    @Override
    public List<String> events() {
        return events.all();
    }
}
