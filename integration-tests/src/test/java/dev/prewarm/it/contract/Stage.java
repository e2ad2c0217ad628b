package dev.prewarm.it.contract;

import dev.prewarm.it.programs.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Where one scenario plays: its own origin, one client, and the transcript of what came of each request. Between
 * requests an agent is given the time to open connections ahead; no outcome depends on it.
 */
final class Stage implements AutoCloseable {
    /** The first filling comes within a second. */
    private static final int FIRST_FILLING_MILLIS = 1_500;

    /** What the agent takes for the longest that a request takes there: a busy machine's pauses are not to look like harm. */
    private static final String SLOW = "/slow?ms=1000";

    private static final int REFILL_MILLIS = 250;

    /** Beyond which a server calls a request late on its connection; the next canary is further away. */
    private static final int LATE_MILLIS = 1_700;

    private static final int SETTLE_MILLIS = 300;

    /** Tickets come behind a handshake, and who looks at them has the connection meanwhile. */
    private static final int DIGEST_MILLIS = 100;

    private static final int LATER_MILLIS = 2_000;

    private final Driver driver;
    private final Setup setup;
    private final String origin;
    private final String other;
    private final boolean wantsHits;
    private final boolean renews;
    private final List<String> transcript = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private Driver.Session session;
    private int subjects;
    private long apartMillis;
    private boolean quiet;
    private boolean terse;

    /**
     * {@code wantsHits}: with the agent, warm connections are to be used; {@code renews}: what is not repeated is to find one
     * that is young, so that a GET comes before it.
     */
    Stage(Driver driver, Setup setup, String origin, String other, boolean wantsHits, boolean renews) {
        this.driver = driver;
        this.setup = setup;
        this.origin = origin;
        this.other = other;
        this.wantsHits = wantsHits;
        this.renews = renews;
    }

    List<String> transcript() {
        return transcript;
    }

    /** What each request that the scenario is about had for a connection; nothing is known of it without the agent. */
    List<Use> uses() {
        return uses;
    }

    /** Without events: with the agent there are more of them, or others, for a reason that the scenario gives. */
    Stage quietly() {
        quiet = true;
        return this;
    }

    /** Without the heads of answers. */
    Stage tersely() {
        terse = true;
        return this;
    }

    Ask get(String path) {
        return method("GET", path);
    }

    Ask post(String path, int bytes) {
        return method("POST", path).body(bytes);
    }

    Ask method(String method, String path) {
        return new Ask(method, origin + path);
    }

    /** Of the second origin, if there is one. */
    String other(String path) {
        return other + path;
    }

    /** Good requests, then time for the first connections ahead: TLS earns stock when its recipe is used again. */
    Stage warmUp() throws Exception {
        for (String path : List.of(SLOW, "/bytes/10", "/bytes/10")) {
            play(get(path), driver.ways().get(0));
            // The client is to see the end of a connection before it asks for the next.
            pause(SETTLE_MILLIS);
        }
        if (wantsHits) {
            AwaitedStock.awaitWanted(origin);
        } else {
            AwaitedStock.await(origin, FIRST_FILLING_MILLIS);
        }
        return this;
    }

    /** The same request so many times, by each way of calling in turn. */
    Stage play(int times, Ask ask) throws Exception {
        for (int i = 0; i < times; i++) {
            play(ask, driver.ways().get(i % driver.ways().size()));
            refill();
        }
        return this;
    }

    /** As {@link #play}, of what the scenario is about: with the agent it is to find a warm connection, one time at least. */
    Stage subject(int times, Ask ask) throws Exception {
        return played(Use.AwaitedStock.READY, times, ask);
    }

    /** The same, where only connections that have been parked for long are to be had. */
    Stage subjectOnOld(int times, Ask ask) throws Exception {
        return played(Use.AwaitedStock.OLD, times, ask);
    }

    /** From here on so long before each of what the scenario is about. */
    Stage apart(long millis) {
        apartMillis = millis;
        return this;
    }

    private Stage played(Use.AwaitedStock stock, int times, Ask ask) throws Exception {
        subjects++;
        for (int i = 0; i < times; i++) {
            Driver.Way way = driver.ways().get(i % driver.ways().size());
            // A canary leaves the old one where a young one was to come.
            long canaries = AwaitedStock.canaries(origin);
            if (renews && stock == Use.AwaitedStock.READY && !ask.method().equals("GET")) {
                play(get("/bytes/10"), way);
            }
            pause(apartMillis);
            use(stock, ask.method(), canaries, () -> play(ask, way));
            refill();
        }
        return this;
    }

    /** One of its kind. */
    private void useReady(String method, Played played) throws Exception {
        subjects++;
        use(Use.AwaitedStock.READY, method, played);
    }

    private void prepare(Use.AwaitedStock stock) throws InterruptedException {
        if (stock == Use.AwaitedStock.OLD) {
            late();
        } else if (wantsHits && isHitWanted()) {
            AwaitedStock.awaitWanted(origin);
            pause(DIGEST_MILLIS);
        }
    }

    /** One of a kind is enough; where none may come for a while, because of the first, the others don't wait for one. */
    private boolean isHitWanted() {
        return uses.stream().noneMatch(use -> use.group() == subjects && use.isHit());
    }

    private void use(Use.AwaitedStock stock, String method, Played played) throws Exception {
        use(stock, method, AwaitedStock.canaries(origin), played);
    }

    private void use(Use.AwaitedStock stock, String method, long canariesBefore, Played played) throws Exception {
        prepare(stock);
        long hits = AwaitedStock.hits(origin);
        played.play();
        long canaries = AwaitedStock.canaries(origin) - canariesBefore;
        uses.add(new Use(subjects, stock, method, AwaitedStock.hits(origin) - hits, canaries));
    }

    /** A call, or several at once. */
    private interface Played {
        void play() throws Exception;
    }

    /** From here on by the same client, but for this. */
    Stage but(Ability ability, String value) throws Exception {
        session = session().but(ability, value);
        return this;
    }

    /** By each way of calling that can be cancelled: before the call begins, while it waits, and in its answer's body. */
    Stage cancelled() throws Exception {
        for (Driver.Way way : driver.ways()) {
            if (way == Driver.Way.BLOCKING && driver.lacks().containsKey(Ability.CANCEL_BLOCKING)) {
                transcript.add("blocking calls not cancelled: " + driver.lacks().get(Ability.CANCEL_BLOCKING));
                continue;
            }
            // Of no answer: some clients begin the call, and then cancel it.
            Driver.Exchange early = session().exchange(get("/fault/stall"), way);
            early.cancel();
            note("cancelled before", early);
            refill();
            Driver.Exchange waiting = session().exchange(get("/fault/stall"), way);
            useReady("GET", () -> {
                Thread canceller = later(waiting::cancel);
                note("cancelled while waiting", waiting);
                canceller.join();
            });
            refill();
            Driver.Exchange[] reading = new Driver.Exchange[1];
            reading[0] =
                    session().exchange(get("/slow-body?ms=30000").onHead(() -> later(() -> reading[0].cancel())), way);
            useReady("GET", () -> note("cancelled in the body", reading[0]));
            refill();
        }
        return this;
    }

    /** Interrupts a call that blocks: before it begins, while it waits, and in its answer's body. */
    Stage interrupted() throws Exception {
        Thread.currentThread().interrupt();
        note("interrupted before", session().exchange(get("/bytes/10"), Driver.Way.BLOCKING));
        transcript.add("flag=" + Thread.interrupted());
        refill();
        Thread caller = Thread.currentThread();
        useReady("HEAD", () -> {
            Thread interrupter = later(caller::interrupt);
            // Without a body: one that comes by itself finds the flag set, or not.
            note("interrupted while waiting", session().exchange(method("HEAD", "/slow?ms=6000"), Driver.Way.BLOCKING));
            while (interrupter.isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
        });
        transcript.add("flag=" + Thread.interrupted());
        refill();
        if (driver.lacks().containsKey(Ability.INTERRUPTED_IN_BODY)) {
            transcript.add("not interrupted in a body: " + driver.lacks().get(Ability.INTERRUPTED_IN_BODY));
            return this;
        }
        Ask stalls = get("/slow-body?ms=30000").onHead(() -> later(caller::interrupt));
        useReady("GET", () -> note("interrupted in the body", session().exchange(stalls, Driver.Way.BLOCKING)));
        transcript.add("flag=" + Thread.interrupted());
        return refill();
    }

    /** So many at once, by the last of the ways of calling; their order does not count. */
    Stage together(int times, Ask ask) throws Exception {
        useReady(ask.method(), () -> playTogether(times, ask));
        return refill();
    }

    private void playTogether(int times, Ask ask) throws Exception {
        Driver.Way way = driver.ways().get(driver.ways().size() - 1);
        List<Future<String>> running = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(times);
        for (int i = 0; i < times; i++) {
            running.add(callers.submit(() -> text(session().exchange(ask, way))));
        }
        List<String> outcomes = new ArrayList<>();
        for (Future<String> each : running) {
            outcomes.add(each.get());
        }
        callers.shutdown();
        Collections.sort(outcomes);
        transcript.addAll(outcomes);
    }

    /** So many, one after the other: over TLS the first ones show how they are made. */
    Stage webSocket(int times, String path) throws Exception {
        subjects++;
        for (int i = 0; i < times; i++) {
            use(Use.AwaitedStock.READY, "GET", () -> transcript.addAll(session().webSocket(origin + path, "hello")));
            refill();
        }
        return this;
    }

    private Stage refill() throws InterruptedException {
        AwaitedStock.await(origin, REFILL_MILLIS);
        return this;
    }

    /** Until what is parked is old. */
    Stage late() throws InterruptedException {
        if (wantsHits) {
            AwaitedStock.awaitOld(origin, LATE_MILLIS);
            return this;
        }
        return pause(LATE_MILLIS);
    }

    Stage pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return this;
    }

    private void play(Ask ask, Driver.Way way) throws Exception {
        note(ask.method() + " " + way, session().exchange(ask, way));
    }

    private void note(String what, Driver.Exchange exchange) {
        String text = text(exchange);
        transcript.add(what + ": " + (terse ? text.replaceAll("^(status=\\d+) .* (body=\\S+).*", "$1 $2") : text));
        if (!quiet) {
            transcript.add("    " + Outcome.normal(String.join(" ", exchange.events())));
        }
    }

    private static String text(Driver.Exchange exchange) {
        try {
            return exchange.play();
        } catch (Exception e) {
            return Outcome.of(e);
        }
    }

    private static Thread later(Runnable task) {
        Thread thread = new Thread(() -> {
            try {
                Thread.sleep(LATER_MILLIS);
                task.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private synchronized Driver.Session session() throws Exception {
        if (session == null) {
            session = driver.open(setup);
        }
        return session;
    }

    @Override
    public void close() throws IOException {
        if (session != null) {
            session.close();
        }
    }
}
