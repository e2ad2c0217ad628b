package dev.prewarm.it.contract;

import static dev.prewarm.it.contract.Scenario.named;

import java.util.List;

/** Calls that end before their answers do. */
final class Endings {
    /** Some clients' timeouts hold for the handshake, too: as much as that takes on a busy machine. */
    private static final String MILLIS = "3000";

    private static final String PATIENCE = "60000";

    static final List<Scenario> ALL = List.of(
            named("response-timeout")
                    .needs(Ability.RESPONSE_TIMEOUT)
                    .sees("[Tt]imeout|timed out")
                    .plays(stage -> stage.warmUp()
                            .but(Ability.RESPONSE_TIMEOUT, MILLIS)
                            .subject(2, stage.get("/fault/stall"))
                            .but(Ability.RESPONSE_TIMEOUT, PATIENCE)
                            .play(1, stage.get("/bytes/5"))),
            named("body-timeout")
                    .needs(Ability.BODY_TIMEOUT)
                    .needs(Ability.RESPONSE_TIMEOUT)
                    .sees("[Tt]imeout|timed out")
                    .plays(stage -> stage.warmUp()
                            .but(Ability.RESPONSE_TIMEOUT, MILLIS)
                            .subject(2, stage.get("/slow-body?ms=30000"))
                            .but(Ability.RESPONSE_TIMEOUT, PATIENCE)
                            .play(1, stage.get("/bytes/5"))),
            named("call-timeout")
                    .needs(Ability.CALL_TIMEOUT)
                    .sees("InterruptedIOException: timeout")
                    .plays(stage -> stage.warmUp()
                            .but(Ability.CALL_TIMEOUT, MILLIS)
                            .subject(2, stage.get("/fault/stall"))
                            .subject(1, stage.get("/slow-body?ms=30000"))
                            .but(Ability.CALL_TIMEOUT, PATIENCE)
                            .play(1, stage.get("/bytes/5"))),
            named("cancelled").requestsVary().sees("cancelled before").plays(stage -> stage.warmUp()
                    .cancelled()
                    .play(1, stage.get("/bytes/5"))),
            named("interrupted")
                    .needs(Ability.BLOCKING)
                    .requestsVary()
                    .sees("interrupted while waiting")
                    .plays(stage -> stage.warmUp().interrupted().play(1, stage.get("/bytes/5"))));

    private Endings() {}
}
