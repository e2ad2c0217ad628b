package dev.prewarm.agent.cli.probe;

import dev.prewarm.config.Origin;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Asks one origin, politely: what it is about to do is said first, and every wait has a bound. */
public final class Probe {
    private static final int TRIES = 5;
    private static final int MOST_CONNECTIONS = 2 + TRIES + BesidePlan.MOST_CONNECTIONS + 1;

    /** Each try may ask twice on its connection: only a second answer shows that the first one left it open. */
    private static final int MOST_REQUESTS = 2 * (1 + TRIES) + BesidePlan.MOST_REQUESTS;

    private static final double TOO_SLOW_MILLIS = 5_000;
    private static final Duration RESOLVING = Duration.ofSeconds(10);
    private static final Duration PROGRESS = Duration.ofSeconds(5);

    private final Origin origin;
    private final ProbeRequest request;
    private final ProbeTrust trust;
    private final Duration patience;
    private final Consumer<String> progress;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "probe");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param patience how long to watch a silent connection
     * @param progress is told what is being done, in the thread that runs this
     */
    public Probe(
            ProbeTarget target, ProbeRequest request, ProbeTrust trust, Duration patience, Consumer<String> progress) {
        this.origin = target.origin();
        this.request = request;
        this.trust = trust;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Blocks until all is known, which takes a few seconds and the patience.
     *
     * @throws ProbeFailure if nothing can be said
     */
    public ProbeReport run() throws ProbeFailure, InterruptedException {
        progress.accept("asking " + origin + ": at most " + MOST_CONNECTIONS + " connections, "
                + BesidePlan.MOST_AT_ONCE + " at once, and " + MOST_REQUESTS + " " + request.method() + " requests");
        try {
            return new ProbeReport(ask(resolve()));
        } finally {
            threads.shutdownNow();
        }
    }

    private List<InetAddress> resolve() throws ProbeFailure, InterruptedException {
        try {
            return Arrays.asList(threads.submit(() -> InetAddress.getAllByName(origin.host()))
                    .get(RESOLVING.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            boolean unknown = e.getCause() instanceof UnknownHostException;
            throw new ProbeFailure(origin + ": "
                    + (unknown
                            ? "there is no host " + origin.host()
                                    + ": is the name right, and known to this machine's DNS?"
                            : e.getCause().toString()));
        } catch (TimeoutException e) {
            throw new ProbeFailure(origin + ": this machine's DNS gave no answer for " + origin.host() + " within "
                    + RESOLVING.toSeconds() + " s");
        }
    }

    /** The first address that can be connected to. */
    private ProbeFacts ask(List<InetAddress> addresses) throws ProbeFailure, InterruptedException {
        ProbeFacts facts = new ProbeFacts(
                origin, addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.toList()));
        PhaseFailure last = null;
        for (InetAddress address : addresses) {
            facts.asked = address.getHostAddress();
            try (Dialer dialer = new Dialer(origin, address, trust)) {
                look(facts, dialer);
                return facts;
            } catch (PhaseFailure e) {
                last = e;
                if (e.phase != Phase.CONNECT || facts.tries != null) {
                    break;
                }
            }
        }
        throw Complaints.of(origin, last);
    }

    private void look(ProbeFacts facts, Dialer dialer) throws PhaseFailure, ProbeFailure, InterruptedException {
        Exchange exchange = new Exchange(dialer, request);
        try (ProbeConnection first = dialer.open(Dialer.HTTP_2, Dialer.HTTP_1_1)) {
            facts.tlsVersion = first.tlsVersion();
            facts.http2 = first.protocol().equals(Dialer.HTTP_2);
            if (!facts.http2) {
                // The first of all in this JVM is slow; it is not counted.
                exchange.on(first);
            }
        }
        if (facts.http2 && !speaksHttp1(exchange)) {
            return;
        }
        facts.tries = tries(exchange);
        if (facts.tries.closed() == 0) {
            return;
        }
        progress.accept("opening silent connections, to see whether others are served beside them");
        BesidePlan plan = new BesidePlan();
        new Neighbours(dialer, exchange, threads, facts.tries).ask(plan);
        facts.beside = plan.done();
        facts.proven = plan.proven();
        if (plan.isUndecided()) {
            throw new ProbeFailure(origin + ": one that had no silent connection beside it fared badly, too ("
                    + facts.beside.get(facts.beside.size() - 1).text()
                    + "): ask again when the server, and this machine, have less to do");
        }
        if (facts.proven == null) {
            beSilent(facts, dialer);
        }
    }

    private static boolean speaksHttp1(Exchange exchange) throws PhaseFailure {
        try {
            exchange.whole();
            return true;
        } catch (PhaseFailure e) {
            if (Complaints.isAboutAlpn(e)) {
                return false;
            }
            throw e;
        }
    }

    private ProbeTries tries(Exchange exchange) throws PhaseFailure, ProbeFailure {
        List<ProbeTry> all = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            all.add(exchange.whole());
            refuse(all.get(i));
        }
        return new ProbeTries(all);
    }

    /** What is answered so says little of what the origin does when it is well. */
    private void refuse(ProbeTry each) throws ProbeFailure {
        if (request.isHead() && (each.status == 405 || each.status == 501)) {
            throw new ProbeFailure(
                    origin + ": it answered " + each.status + ": it does not know HEAD, use --method GET");
        }
        if (each.status == 400 || each.status == 408 || each.status == 429 || each.status >= 500) {
            throw new ProbeFailure(origin + ": it answered " + each.status + ": "
                    + (each.status == 400
                            ? "name a path and headers that it accepts, or https:// if that port speaks TLS"
                            : each.status == 429
                                    ? "it has had enough requests from here: ask again later"
                                    : "ask again when it is well, or name a path that it serves"));
        }
        if (each.millis() > TOO_SLOW_MILLIS) {
            throw new ProbeFailure(origin + ": it took " + ProbeFigures.millis(each.millis())
                    + " to answer, too long to tell what delays it: name a path that it answers sooner");
        }
    }

    private void beSilent(ProbeFacts facts, Dialer dialer) throws PhaseFailure, InterruptedException {
        progress.accept("watching one silent connection for up to " + ProbeFigures.millis(patience.toMillis()));
        try (SilentConnection silent = SilentConnection.open(dialer)) {
            long toGo = patience.toMillis();
            while (silent.ending() == null && toGo > 0) {
                silent.awaitEnd(Math.min(toGo, PROGRESS.toMillis()));
                toGo = patience.toMillis() - (long) silent.ageMillis();
                if (silent.ending() == null && toGo > 0) {
                    progress.accept("still open after " + ProbeFigures.millis(silent.ageMillis()));
                }
            }
            facts.ending = silent.ending();
            facts.patienceMillis = patience.toMillis();
        }
    }
}
