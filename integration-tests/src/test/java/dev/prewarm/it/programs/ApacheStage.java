package dev.prewarm.it.programs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where one scenario plays with an Apache client; see {@link Stage}. */
final class ApacheStage implements AutoCloseable {
    private static final int FIRST_FILLING_MILLIS = 1_500;
    private static final int REFILL_MILLIS = 250;

    /** Until what is parked is what the server calls late. */
    private static final int LATE_MILLIS = 1_300;

    private static final int TIMEOUT_MILLIS = 20_000;

    private final String origin;
    private final boolean async;
    private final Map<String, String> options = new HashMap<>();
    private final List<String> transcript = new ArrayList<>();
    private ApacheCalls client;
    private int pauseMillis = REFILL_MILLIS;

    /** {@code target}: the origin, and behind a bar the port of a proxy, if there is one. */
    ApacheStage(String target, boolean async) {
        String[] parts = target.split("\\|");
        this.origin = parts[0];
        this.async = async;
        if (parts.length > 1) {
            options.put("proxy", parts[1]);
        }
    }

    List<String> transcript() {
        return transcript;
    }

    /** As of {@link ApacheCalls#of}. */
    ApacheStage option(String name, String value) {
        options.put(name, value);
        return this;
    }

    /** From now on what is parked grows late between two requests. */
    ApacheStage patient() {
        pauseMillis = LATE_MILLIS;
        return this;
    }

    ApacheStage warmUp() throws InterruptedException {
        play(1, "GET", "/bytes/10");
        play(1, "GET", "/bytes/10");
        return pause(FIRST_FILLING_MILLIS);
    }

    ApacheStage play(int times, String method, String path) throws InterruptedException {
        return play(times, method, path, method.equals("POST") ? new byte[7] : null, TIMEOUT_MILLIS);
    }

    ApacheStage play(int times, String method, String path, byte[] body, int timeoutMillis)
            throws InterruptedException {
        for (int i = 0; i < times; i++) {
            note(client().begin(method, origin + path, body, timeoutMillis));
            pause(pauseMillis);
        }
        return this;
    }

    /** See {@link ApacheCalls#beginDistrusting}. */
    ApacheStage playDistrusting(int times, String path) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            note(client().beginDistrusting(origin + path));
            pause(REFILL_MILLIS);
        }
        return this;
    }

    /** Ends a request after a while, when its answer is still to come. */
    ApacheStage aborted(String path) throws InterruptedException {
        ApacheCalls.Call call = client().begin("GET", origin + path, null, TIMEOUT_MILLIS);
        Thread aborter = later(call::abort);
        note(call);
        aborter.join();
        return pause(REFILL_MILLIS);
    }

    /** Interrupts whoever waits for an answer that takes a moment. */
    ApacheStage interrupted(String path) throws InterruptedException {
        Thread waiting = Thread.currentThread();
        Thread interrupter = later(waiting::interrupt);
        note(client().begin("GET", origin + path, null, TIMEOUT_MILLIS));
        while (interrupter.isAlive()) {
            Thread.onSpinWait();
        }
        transcript.add("interrupt flag after: " + Thread.interrupted());
        return pause(REFILL_MILLIS);
    }

    private static Thread later(Runnable task) {
        Thread thread = new Thread(() -> {
            try {
                Thread.sleep(REFILL_MILLIS);
                task.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private void note(ApacheCalls.Call call) {
        try {
            transcript.add(call.outcome());
        } catch (Exception e) {
            transcript.add(Outcome.of(e));
        }
    }

    private ApacheCalls client() {
        if (client == null) {
            client = ApacheCalls.of(async, options);
        }
        return client;
    }

    private ApacheStage pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return this;
    }

    @Override
    public void close() throws IOException {
        if (client != null) {
            client.close();
        }
    }
}
