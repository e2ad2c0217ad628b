package dev.prewarm.agent.cli.probe;

import dev.prewarm.agent.cli.probe.Beside.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Asks how others fare while connections of ours are open and silent. What waits for them is seen by letting go of them. */
final class Neighbours {
    private static final double SURELY_SLOW_MILLIS = 250;
    private static final double LEAST_PATIENCE_MILLIS = 1_000;
    private static final double LEAST_SETTLING_MILLIS = 100;

    /** For the second look; longer than the first with all that it looks at. */
    private static final int LATER = 4;

    private final Dialer dialer;
    private final Exchange exchange;
    private final ExecutorService threads;
    private final ProbeTries usual;

    Neighbours(Dialer dialer, Exchange exchange, ExecutorService threads, ProbeTries usual) {
        this.dialer = dialer;
        this.exchange = exchange;
        this.threads = threads;
        this.usual = usual;
    }

    /** As the plan says, to its end. */
    void ask(BesidePlan plan) throws InterruptedException {
        for (int count = plan.next(); count >= 0; count = plan.next()) {
            double settling = Math.max(LEAST_SETTLING_MILLIS, 2 * usual.connectMillis());
            plan.add(beside(count, plan.isSecondLook() ? LATER * settling : settling));
        }
    }

    private Beside beside(int count, double settlingMillis) throws InterruptedException {
        List<SilentConnection> silent = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Beside bad = open(silent, settlingMillis);
                if (bad != null) {
                    return bad;
                }
            }
            List<SilentConnection> open = open(silent);
            if (open.isEmpty() && count > 0) {
                return new Beside(0, Outcome.ALONE, 0, "");
            }
            return request(open, settlingMillis);
        } finally {
            silent.forEach(SilentConnection::close);
        }
    }

    /** One silent connection more. Null if that went well. */
    private Beside open(List<SilentConnection> silent, double settlingMillis) throws InterruptedException {
        List<SilentConnection> older = open(silent);
        Attempt<SilentConnection> opening = attempt(older, () -> SilentConnection.open(dialer));
        if (opening.result != null) {
            silent.add(opening.result);
            opening.result.awaitEnd((long) settlingMillis);
        }
        if (opening.outcome == Outcome.SERVED && !older.isEmpty()) {
            if (opening.result.ending() != null && !open(older).isEmpty()) {
                return opening.as(
                        Outcome.REFUSED,
                        "closed as it was opened, by " + opening.result.ending().text());
            }
            if (opening.ended(older, settlingMillis)) {
                return opening.as(Outcome.ENDED_OTHERS, "");
            }
        }
        return opening.outcome == Outcome.SERVED ? null : opening.as(opening.outcome, opening.how);
    }

    private Beside request(List<SilentConnection> open, double settlingMillis) throws InterruptedException {
        Attempt<ProbeTry> request = attempt(open, exchange::brief);
        if (request.result != null) {
            request.millis = request.result.millis();
        }
        if (request.outcome != Outcome.SERVED) {
            return request.as(request.outcome, request.how);
        }
        int status = request.result.status;
        if (status != usual.status() && (status == 403 || status == 429 || status == 503)) {
            return request.as(Outcome.REFUSED, "answered " + status);
        }
        for (SilentConnection each : open) {
            each.awaitEnd((long) settlingMillis / open.size());
        }
        if (!open.isEmpty() && request.ended(open, settlingMillis)) {
            return request.as(Outcome.ENDED_OTHERS, "");
        }
        boolean slow = request.millis > Math.max(3 * usual.slowestMillis(), usual.slowestMillis() + SURELY_SLOW_MILLIS);
        return request.as(slow ? Outcome.SLOWED : Outcome.SERVED, "");
    }

    /** Does it, and lets go of the silent ones if it takes too long. */
    private <T> Attempt<T> attempt(List<SilentConnection> silent, Callable<T> what) throws InterruptedException {
        Attempt<T> attempt = new Attempt<>(silent.size());
        Future<T> running = threads.submit(what);
        try {
            double patience = Math.max(LEAST_PATIENCE_MILLIS, 3 * usual.slowestMillis());
            try {
                attempt.result = running.get((long) patience, TimeUnit.MILLISECONDS);
            } catch (TimeoutException waits) {
                attempt.outcome = Outcome.STALLED;
                silent.forEach(SilentConnection::close);
                // It has a bound of its own.
                attempt.result = running.get();
            }
        } catch (ExecutionException e) {
            PhaseFailure failure = (PhaseFailure) e.getCause();
            attempt.how = failure.text();
            attempt.outcome = failure.late || attempt.outcome == Outcome.STALLED ? Outcome.UNANSWERED : Outcome.REFUSED;
        }
        attempt.millis = ProbeConnection.millis(System.nanoTime() - attempt.start);
        return attempt;
    }

    private static List<SilentConnection> open(List<SilentConnection> silent) {
        return silent.stream().filter(each -> each.ending() == null).collect(Collectors.toList());
    }

    private static final class Attempt<T> {
        final long start = System.nanoTime();
        final int silent;
        Outcome outcome = Outcome.SERVED;
        T result;
        String how = "";
        double millis;

        Attempt(int silent) {
            this.silent = silent;
        }

        /** Whether all of them were ended as it came, and not by and by. */
        boolean ended(List<SilentConnection> silentOnes, double settlingMillis) {
            return silentOnes.stream()
                    .allMatch(each -> each.ending() != null
                            && ProbeConnection.millis(each.endedAt() - start) < 2 * settlingMillis);
        }

        Beside as(Outcome seen, String how) {
            return new Beside(silent, seen, millis, how);
        }
    }
}
