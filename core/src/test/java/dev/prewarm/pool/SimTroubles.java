package dev.prewarm.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Servers that misbehave, each by its name: some because of what is opened ahead, some whatever we do. */
final class SimTroubles {
    private static final int[] LIMITS = {1, 2, 4, 8};
    private static final int MOST_AT_ONCE = 3;
    private static final long OUTAGE = SECONDS.toNanos(10);
    private static final long OUTAGES_APART = MINUTES.toNanos(20);

    private SimTroubles() {}

    static Map<String, Consumer<Misbehaving>> all() {
        Map<String, Consumer<Misbehaving>> all = new LinkedHashMap<>();
        for (int most : LIMITS) {
            limit(all, "limit of " + most + ", the newest refused", SimCrowded.How.NEWEST_REFUSED, most);
            limit(all, "limit of " + most + ", the newest reset", SimCrowded.How.NEWEST_RESET, most);
            limit(all, "limit of " + most + ", the newest ended", SimCrowded.How.NEWEST_ENDED, most);
        }
        limit(all, "the newest ends the others", SimCrowded.How.OTHERS_ENDED, 1);
        limit(all, "the newest has the others forgotten", SimCrowded.How.OTHERS_FORGOTTEN, 1);
        impatient(all);
        grudging(all);
        outages(all);
        own(all);
        deadlines(all);
        return all;
    }

    private static void limit(Map<String, Consumer<Misbehaving>> all, String name, SimCrowded.How how, int most) {
        all.put(name, one -> {
            one.mostAtOnce = Math.min(MOST_AT_ONCE, most);
            // With one place, half of the time is left.
            one.server.service = MILLISECONDS.toNanos(most == 1 ? 80 : 300);
            one.server.conduct = new SimCrowded(one.time, one.server, how, most);
        });
    }

    private static void impatient(Map<String, Consumer<Misbehaving>> all) {
        all.put(
                "ended after 1 ms of silence",
                one -> one.server.conduct =
                        SimImpatient.ends(one.time, one.server, MILLISECONDS.toNanos(1), one.isTls()));
        all.put(
                "reset after 30 ms of silence",
                one -> one.server.conduct =
                        SimImpatient.ends(one.time, one.server, MILLISECONDS.toNanos(30), one.isTls()));
        all.put(
                "speaks after 100 ms of silence",
                one -> one.server.conduct =
                        SimImpatient.speaks(one.time, one.server, MILLISECONDS.toNanos(100), one.isTls()));
        all.put("our TLS refused after the handshake", one -> {
            one.useTls();
            one.server.conduct = SimImpatient.refusesOurTls(one.time, one.server);
        });
    }

    private static void grudging(Map<String, Consumer<Misbehaving>> all) {
        all.put(
                "403 above 5 unused in a minute",
                one -> one.server.conduct = SimGrudging.ofUnused(one.time, one.server, 403, 5));
        for (int status : new int[] {429, 503}) {
            all.put(
                    status + " above 3 held",
                    one -> one.server.conduct = SimGrudging.ofHeld(one.time, one.server, status, 3));
        }
        for (int status : new int[] {403, 429, 503}) {
            all.put(
                    status + " while silent ones are held",
                    one -> one.server.conduct = SimGrudging.ofHeld(one.time, one.server, status, 0));
        }
    }

    private static void outages(Map<String, Consumer<Misbehaving>> all) {
        all.put(
                "a proxy without backends, for a while",
                one -> during(
                        one,
                        () -> one.server.dropsAfter = MILLISECONDS.toNanos(1),
                        () -> one.server.dropsAfter = Long.MAX_VALUE));
        all.put(
                "refuses, for a while",
                one -> during(one, () -> one.server.isDown = true, () -> one.server.isDown = false));
        all.put(
                "does not answer connects, for a while",
                one -> during(one, () -> one.server.isDeaf = true, () -> one.server.isDeaf = false));
        all.put("one address of three is dead", Misbehaving::killAnAddress);
        all.put("stands still, for a while", one -> {
            SimUnsteady unsteady = unsteady(one);
            one.client().patience = MINUTES.toNanos(20);
            one.each(OUTAGES_APART, SECONDS.toNanos(30), MINUTES.toNanos(5), unsteady::freeze, unsteady::thaw);
        });
    }

    private static void during(Misbehaving one, Runnable begin, Runnable end) {
        one.each(OUTAGES_APART, OUTAGE, MINUTES.toNanos(10), begin, end);
    }

    private static void own(Map<String, Consumer<Misbehaving>> all) {
        all.put("crashes on 1 %", one -> unsteady(one).crashes = 0.01);
        all.put("crashes on 5 %", one -> unsteady(one).crashes = 0.05);
        all.put("a deploy every 30 s", one -> one.each(SECONDS.toNanos(30), 1, 2, one.server::restart, () -> {}));
        all.put("clients time out on 20 %", one -> one.client().hasty = 0.2);
        all.put("403 for 5 min", one -> status(one, 403, OUTAGES_APART, MINUTES.toNanos(5)));
        all.put("503 for 2 s", one -> status(one, 503, MINUTES.toNanos(5), SECONDS.toNanos(2)));
    }

    private static void status(Misbehaving one, int status, long apart, long lasts) {
        SimUnsteady unsteady = unsteady(one);
        one.each(apart, lasts, lasts + 1, () -> unsteady.status = status, () -> unsteady.status = SimConduct.OK);
    }

    private static SimUnsteady unsteady(Misbehaving one) {
        SimUnsteady unsteady = new SimUnsteady(one.random);
        one.server.conduct = unsteady;
        return unsteady;
    }

    private static void deadlines(Map<String, Consumer<Misbehaving>> all) {
        for (int seconds : new int[] {8, 10}) {
            for (int status : new int[] {SimConduct.NO_ANSWER, 500, 408}) {
                String how = status == SimConduct.NO_ANSWER ? "no answer" : String.valueOf(status);
                all.put(
                        how + " " + seconds + " s after accept",
                        one -> one.server.conduct =
                                new SimDeadline(one.time, one.server, one.random, SECONDS.toNanos(seconds), status));
            }
        }
    }
}
