package dev.prewarm.it.programs;

import dev.prewarm.it.contract.Ability;
import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Driver;
import dev.prewarm.it.contract.Setup;
import dev.prewarm.it.kit.SoakRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * The client of a soak, as one deployment of an application has it: by a class loader of its own, which sees its library.
 * Any thread may play.
 */
public final class SoakDeployment implements IntFunction<String>, AutoCloseable {
    /** So long that only what is never answered is ended by it. */
    private static final int RESPONSE_MILLIS = 5_000;

    private static final int CONNECTIONS = 100;

    private final long seed;
    private final String[] origins;
    private final Driver driver;
    private final Driver.Session session;
    private final ScheduledExecutorService canceller = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "canceller");
        thread.setDaemon(true);
        return thread;
    });

    /** @param args of {@link Soak} */
    public SoakDeployment(String[] args) throws Exception {
        Options options = new Options(args);
        seed = options.number("seed", 0);
        origins = options.text("origins", "").split(",");
        driver = (Driver)
                Class.forName(options.text("driver", "")).getConstructor().newInstance();
        Setup setup =
                Setup.plain(options.text("trust", "")).with(Ability.RESPONSE_TIMEOUT, String.valueOf(RESPONSE_MILLIS));
        if (!driver.lacks().containsKey(Ability.LIMIT)) {
            setup = setup.with(Ability.LIMIT, String.valueOf(CONNECTIONS));
        }
        session = driver.open(setup);
    }

    /** Sends the request of that number; what came of it, in one line that begins with the milliseconds which that took. */
    @Override
    public String apply(int number) {
        SoakRequest request = new SoakRequest(seed, number);
        Ask ask = new Ask(request.method, origins[request.upstream(origins.length)] + "/" + number);
        if (request.hasBody()) {
            ask.body(request.body());
        }
        if (request.fate == SoakRequest.Fate.UNREAD) {
            ask.onHead(() -> {
                throw new IllegalStateException("not read");
            });
        }
        boolean cancelled =
                request.fate == SoakRequest.Fate.CANCELLED || request.fate == SoakRequest.Fate.CANCELLED_MEANWHILE;
        Driver.Exchange exchange = session.exchange(ask, way(number, cancelled));
        if (cancelled) {
            canceller.schedule(exchange::cancel, request.millis, TimeUnit.MILLISECONDS);
        }
        long start = System.nanoTime();
        String outcome;
        try {
            outcome = exchange.play();
        } catch (Throwable t) {
            outcome = Outcome.of(t);
        }
        return (System.nanoTime() - start) / 1_000_000 + " " + outcome;
    }

    private Driver.Way way(int number, boolean cancelled) {
        List<Driver.Way> ways = driver.ways();
        boolean last = cancelled && driver.lacks().containsKey(Ability.CANCEL_BLOCKING);
        return ways.get(last ? ways.size() - 1 : number % ways.size());
    }

    @Override
    public void close() throws IOException {
        canceller.shutdownNow();
        session.close();
    }
}
