package dev.prewarm.it.contract;

import static dev.prewarm.it.contract.Scenario.named;

import dev.prewarm.it.contract.Scenario.Hits;
import dev.prewarm.it.contract.Scenario.Script;
import dev.prewarm.it.kit.ServerMode;
import dev.prewarm.it.kit.SilentEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Servers that end connections. */
final class Faults {
    /** Far from the age at which the requests find a connection, and short of the pause before they begin. */
    private static final Duration SILENCE = Duration.ofMillis(2_000);

    /** Until connections have been ended for their silence, and others have come in their place. */
    private static final int SILENCES_MILLIS = 2_500;

    /** No POST: one that meets the server's end is lost, as on any reused connection. */
    private static final Script SILENCES = stage -> stage.warmUp()
            .pause(SILENCES_MILLIS)
            .subject(4, stage.get("/bytes/100"))
            .subject(2, stage.method("PUT", "/echo").body(7));

    /** After which the first that could be a hit is a canary, and those that follow are none. */
    private static final int CANARY_MILLIS = 2_500;

    /** With the first, as many answers as java.net.http allows for one call. */
    private static final String FOUR_MORE = "/redirect?to=/redirect?to=/redirect?to=/bytes/7";

    static final List<Scenario> ALL = all();

    private Faults() {}

    private static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(List.of(
                // One that comes at once may be meant for the silence before: of a hit it is asked for twice.
                named("page-408").sees("status=408").losesHits().plays(stage -> stage.quietly()
                        .warmUp()
                        .subject(3, stage.get("/fault/page-408"))),
                // After one, unused connections are a burden to its server, and few are opened: each kind has a server
                // of its own.
                named("page-408-post").sees("status=408").plays(stage -> stage.warmUp()
                        .subject(2, stage.post("/fault/page-408", 7))),
                named("page-408-one-shot")
                        .needs(Ability.ONE_SHOT_BODY)
                        .sees("status=408")
                        .plays(stage -> stage.warmUp()
                                .subject(
                                        2,
                                        stage.method("PUT", "/fault/page-408").oneShotBody(7))),
                named("page-408-without-retries-get")
                        .with(Ability.NO_RETRIES, "")
                        .sees("status=408")
                        .plays(stage -> stage.warmUp().subject(3, stage.get("/fault/page-408"))),
                named("page-408-without-retries-post")
                        .with(Ability.NO_RETRIES, "")
                        .sees("status=408")
                        .plays(stage -> stage.warmUp().subject(1, stage.post("/fault/page-408", 7))),
                firstByte("reset", ServerMode.RESET_AT_FIRST_BYTE)
                        .over(Transport.TLS)
                        .plays(Routes.ONLY_GET),
                firstByte("close", ServerMode.CLOSE_AT_FIRST_BYTE)
                        .over(Transport.TLS)
                        .plays(Routes.ONLY_GET),
                // Without TLS there are connections to be had ahead, and those that end are asked again.
                firstByte("reset", ServerMode.RESET_AT_FIRST_BYTE)
                        .over(Transport.HTTP)
                        .plays(stage -> Routes.ONLY_GET.play(stage.quietly())),
                firstByte("close", ServerMode.CLOSE_AT_FIRST_BYTE)
                        .over(Transport.HTTP)
                        .plays(stage -> Routes.ONLY_GET.play(stage.quietly())),
                late("late-closed", "/fault/close-if-stale", 3),
                late("late-reset", "/fault/reset-if-stale", 3),
                late("late-closed-redirects", "/redirect?fault=close-if-stale&to=" + FOUR_MORE, 3),
                // Two such ends teach how long the server waits: a third finds nothing that is as old.
                late("late-408", "/fault/page-408-if-stale", 2),
                named("serial")
                        .server(upstream -> upstream.serial())
                        .hits(Hits.ANY)
                        .plays(Answers.GOOD)));
        for (boolean repeated : new boolean[] {true, false}) {
            all.add(fault("close-after-head", repeated).needs(Ability.HEALS_CLOSED));
            all.add(fault("close-after-request", repeated).needs(Ability.HEALS_CLOSED));
            all.add(fault("reset-after-request", repeated));
            all.add(faultOfKept("close-after-request", repeated));
            all.add(faultOfKept("reset-after-request", repeated));
        }
        for (SilentEnd end : SilentEnd.values()) {
            // To a server that ends them silent connections are a burden, and few go unused in a minute: over TLS the
            // first pair
            // alone has been two, and where a 408 is said as well there may be none left.
            all.add(silence(end).over(Transport.HTTP).hits(end == SilentEnd.PAGE_408 ? Hits.ANY : Hits.SOME));
            all.add(silence(end).over(Transport.TLS, Transport.TLS12).hits(Hits.ANY));
        }
        for (String end : List.of("close", "reset")) {
            String path = "/fault/" + end + "-if-stale";
            Scenario get = stale("stale-" + end + "-get", stage -> stage.get(path));
            all.add(end.equals("close") ? get.needs(Ability.HEALS_CLOSED) : get);
            // What is not idempotent is never sent again because of a warm connection.
            all.add(stale("stale-" + end + "-post", stage -> stage.post(path, 7))
                    .needs(Ability.RETRIES_ALIKE));
            all.add(stale("stale-" + end + "-one-shot", stage -> stage.method("POST", path)
                            .oneShotBody(7))
                    .needs(Ability.ONE_SHOT_BODY));
        }
        return all;
    }

    private static Scenario silence(SilentEnd end) {
        return named("silence-ended-by-" + end.name().toLowerCase(Locale.ROOT).replace("page_", ""))
                .server(upstream -> upstream.silence(SILENCE, end))
                .plays(SILENCES);
    }

    private static Scenario firstByte(String end, ServerMode mode) {
        return named(end + "-at-first-byte")
                .server(upstream -> upstream.mode(mode))
                .sees("Exception")
                .hits(Hits.ANY);
    }

    /** A connection that is not asked at once is ended without an answer: of a client's own none. */
    private static Scenario late(String name, String path, int times) {
        return named(name).over(Transport.values()).losesHits().plays(stage -> {
            stage.quietly().warmUp();
            for (int i = 0; i < times; i++) {
                stage.subjectOnOld(1, stage.get(path));
            }
        });
    }

    /**
     * Compared to a new connection that dies.
     *
     * @param repeated by the client; else what it does not repeat. Apart: where two have failed nothing is opened for a while
     */
    private static Scenario fault(String name, boolean repeated) {
        return named(name + suffix(repeated))
                .needs(Ability.RETRIES_ALIKE)
                .sees("Exception")
                .plays(stage -> fails(stage.warmUp(), name, repeated).play(1, stage.get("/bytes/5")));
    }

    /** Compared to a kept connection that dies. */
    private static Scenario faultOfKept(String name, boolean repeated) {
        return named(name + "-of-kept" + suffix(repeated))
                .comparedTo(upstream -> upstream.mode(ServerMode.KEEP_ALIVE))
                .sees("Exception")
                .plays(stage -> fails(stage.quietly().tersely().warmUp(), name, repeated)
                        .play(1, stage.get("/bytes/5")));
    }

    private static String suffix(boolean repeated) {
        return repeated ? "-get" : "-post";
    }

    private static Stage fails(Stage stage, String name, boolean repeated) throws Exception {
        // The first that could be a hit some time after the stock stands is a canary.
        stage.pause(CANARY_MILLIS).play(1, stage.get("/bytes/10"));
        String path = "/fault/" + name;
        return repeated
                ? stage.subject(1, stage.get(path))
                : stage.subject(1, stage.post(path, 7))
                        .subject(1, stage.method("POST", path).oneShotBody(7));
    }

    /**
     * A warm connection that dies is to the client one of its own that dies: compared are a server that keeps connections
     * and one that does not. Which of them it is stands in the heads of answers.
     */
    private static Scenario stale(String name, Function<Stage, Ask> ask) {
        return named(name)
                .over(Transport.values())
                .comparedTo(upstream -> upstream.mode(ServerMode.KEEP_ALIVE))
                .sees("body=10:")
                .plays(stage -> stage.quietly()
                        .tersely()
                        .warmUp()
                        .pause(CANARY_MILLIS)
                        .play(1, stage.get("/bytes/10"))
                        .subjectOnOld(1, ask.apply(stage)));
    }
}
