package dev.prewarm.it.contract;

import static dev.prewarm.it.contract.Scenario.named;
import static dev.prewarm.it.contract.Transport.HTTP;

import dev.prewarm.it.contract.Scenario.Hits;
import dev.prewarm.it.contract.Scenario.Script;
import java.util.List;

/** Where connections lead, and ways that are not for the agent. */
final class Routes {
    static final Script ONLY_GET = stage -> stage.play(3, stage.get("/")).play(1, stage.post("/", 7));

    static final List<Scenario> ALL = List.of(
            named("refused")
                    .at(Place::refusing)
                    .sees("ConnectException")
                    .hits(Hits.NONE)
                    .plays(ONLY_GET),
            named("unknown-host")
                    .over(HTTP)
                    .at(transport -> Place.nowhere("http://nobody.invalid:8080"))
                    .sees("Unresolved|UnknownHost")
                    .hits(Hits.NONE)
                    .plays(ONLY_GET),
            named("connect-timeout")
                    .over(HTTP)
                    .with(Ability.CONNECT_TIMEOUT, "400")
                    .at(transport -> Place.blackHole())
                    .sees("[Tt]imeout|timed out")
                    .hits(Hits.NONE)
                    .plays(stage -> stage.play(3, stage.get("/"))),
            named("proxy")
                    .needs(Ability.PROXY)
                    .at(transport -> Place.of(transport.upstream()).proxied())
                    .hits(Hits.NOTHING_OPENED)
                    .plays(Answers.GOOD),
            named("local-address")
                    .with(Ability.LOCAL_ADDRESS, "127.0.0.5")
                    .hits(Hits.NOTHING_OPENED)
                    .plays(Answers.GOOD),
            named("socket-factory")
                    .with(Ability.SOCKET_FACTORY, "")
                    .hits(Hits.NOTHING_OPENED)
                    .plays(Answers.GOOD),
            named("second-address")
                    .with(Ability.ADDRESSES, "127.0.0.2,127.0.0.1")
                    .hits(Hits.ANY)
                    .plays(Answers.GOOD),
            named("hanging-address")
                    .needs(Ability.FAST_FALLBACK)
                    .with(Ability.ADDRESSES, "127.0.0.2,127.0.0.1")
                    .at(transport -> Place.of(transport.upstream()).hole("127.0.0.2"))
                    // When the loser is told of its end is not for the winner to say.
                    .plays(stage -> stage.quietly()
                            .warmUp()
                            .subject(6, stage.get("/bytes/100"))
                            .play(2, stage.post("/echo", 7))));

    private Routes() {}
}
