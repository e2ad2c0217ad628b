package dev.prewarm.agent.cli.probe;

import java.time.Duration;

/** Of one request on a connection of its own, and how long each may take. */
enum Phase {
    CONNECT("connect", Duration.ofSeconds(5)),
    TLS("TLS handshake", Duration.ofSeconds(5)),
    ANSWER("answer", Duration.ofSeconds(20));

    final String text;
    final Duration patience;

    Phase(String text, Duration patience) {
        this.text = text;
        this.patience = patience;
    }
}
