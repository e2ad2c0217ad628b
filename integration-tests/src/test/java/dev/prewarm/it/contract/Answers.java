package dev.prewarm.it.contract;

import static dev.prewarm.it.contract.Scenario.named;

import dev.prewarm.it.contract.Scenario.Hits;
import dev.prewarm.it.contract.Scenario.Script;
import dev.prewarm.it.kit.ServerMode;
import java.util.List;

/** What a server answers that does as it should. */
final class Answers {
    static final Script GOOD =
            stage -> stage.warmUp().subject(4, stage.get("/bytes/100")).subject(2, stage.post("/echo", 7));

    static final List<Scenario> ALL = List.of(
            named("good").over(Transport.values()).plays(GOOD),
            named("good-http11")
                    .over(Transport.values())
                    .with(Ability.HTTP_1_1_ONLY, "")
                    .plays(GOOD),
            named("keep-alive")
                    .server(upstream -> upstream.mode(ServerMode.KEEP_ALIVE))
                    .hits(Hits.ANY)
                    .plays(GOOD),
            named("http-1.0")
                    .server(upstream -> upstream.mode(ServerMode.HTTP_1_0))
                    // Some clients keep such a connection, fail on it and try again, and that is cold: they have no
                    // hits.
                    .hits(Hits.ANY)
                    .plays(stage -> {
                        stage.quietly().warmUp().apart(1_000).subject(4, stage.get("/bytes/100"));
                    }),
            named("status").sees("status=204").plays(stage -> stage.warmUp()
                    .subject(1, stage.get("/status/404"))
                    .subject(1, stage.get("/status/500"))
                    .subject(2, stage.get("/status/204"))
                    .subject(2, stage.get("/status/304"))),
            named("head").plays(stage -> stage.warmUp().subject(3, stage.method("HEAD", "/bytes/1000"))),
            named("methods").sees("(?i)x-method[=: \\[]+PATCH").plays(stage -> stage.warmUp()
                    .subject(2, stage.method("DELETE", "/echo"))
                    .subject(2, stage.method("OPTIONS", "/echo"))
                    .subject(2, stage.method("PATCH", "/echo").body(1))),
            // Played by each rule for what is not repeated, which goes by the age of a connection.
            named("posts").over(Transport.values()).plays(stage -> stage.warmUp()
                    .subject(3, stage.post("/echo", 7))
                    .subjectOnOld(1, stage.post("/echo", 7))
                    .subjectOnOld(1, stage.get("/bytes/100"))),
            named("redirect").sees("body=7:").plays(stage -> stage.warmUp()
                    .subject(3, stage.get("/redirect?to=/bytes/7"))),
            named("redirect-elsewhere")
                    .at(transport -> Place.of(transport.upstream()).other(transport.upstream()))
                    .sees("body=7:")
                    .plays(stage -> stage.warmUp().subject(4, stage.get("/redirect?to=" + stage.other("/bytes/7")))),
            named("basic-auth")
                    .with(Ability.BASIC_AUTH, "user:secret")
                    .sees("body=8:")
                    .plays(stage -> stage.warmUp().subject(3, stage.get("/auth"))),
            named("web-socket")
                    .needs(Ability.WEB_SOCKET)
                    .sees("(?s)hello.*1000 bye")
                    .plays(stage -> stage.warmUp().webSocket(4, "/socket").play(1, stage.get("/bytes/5"))),
            named("together").plays(stage -> stage.warmUp()
                    .together(16, stage.get("/slow?ms=200"))
                    .together(16, stage.get("/slow?ms=200"))),
            named("limited").with(Ability.LIMIT, "4").atMostAtOnce(4).plays(stage -> stage.warmUp()
                    .together(16, stage.get("/slow?ms=200"))));

    private Answers() {}
}
