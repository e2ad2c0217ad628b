package dev.prewarm.it.contract;

import static dev.prewarm.it.contract.Scenario.named;

import java.util.List;

/** Bodies of all sizes and forms, both ways. */
final class RequestBodies {
    private static final int MANY = 10_000_000;

    static final List<Scenario> ALL = List.of(
            named("download").sees("body=" + MANY).plays(stage -> stage.warmUp()
                    .subject(2, stage.get("/bytes/0"))
                    .subject(2, stage.get("/bytes/1"))
                    .subject(1, stage.get("/bytes/100000"))
                    .subject(1, stage.get("/bytes/" + MANY))),
            named("upload").sees("body=" + MANY).plays(stage -> stage.warmUp()
                    .subject(2, stage.post("/echo", 1))
                    .subject(1, stage.post("/echo", 100_000))
                    .subject(1, stage.post("/echo", MANY))),
            named("one-shot-upload")
                    .needs(Ability.ONE_SHOT_BODY)
                    .sees("body=1000000:")
                    .plays(stage -> stage.warmUp()
                            .subject(2, stage.method("POST", "/echo").oneShotBody(1))
                            .subject(2, stage.method("POST", "/echo").oneShotBody(1_000_000))),
            named("chunked").sees("chunked").plays(stage -> stage.warmUp().subject(3, stage.get("/chunked/5000"))),
            named("gzip").plays(stage -> stage.warmUp().subject(3, stage.get("/gzip/5000"))),
            named("trailers").needs(Ability.TRAILERS).sees("behind").plays(stage -> stage.warmUp()
                    .subject(3, stage.get("/trailers/5000"))),
            named("expect-continue").sees("body=1000:").plays(stage -> stage.warmUp()
                    .subject(2, stage.post("/echo", 1000).expectContinue())),
            named("expect-refused").sees("status=417").plays(stage -> stage.warmUp()
                    .subject(2, stage.post("/refuse-upload", 1000).expectContinue())),
            named("early-answer").requestsVary().sees("status=413").plays(stage -> stage.warmUp()
                    .subject(2, stage.post("/early", MANY))
                    .play(1, stage.get("/bytes/5"))),
            named("truncated").sees("Exception").plays(stage -> stage.warmUp()
                    .subject(2, stage.get("/truncated/100"))
                    .play(1, stage.get("/bytes/5"))),
            named("reset-in-body").requestsVary().sees("Connection reset").plays(stage -> stage.warmUp()
                    .subject(2, stage.get("/reset-in-body/100"))
                    .play(1, stage.get("/bytes/5"))));

    private RequestBodies() {}
}
