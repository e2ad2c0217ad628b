package dev.prewarm.it.contract;

import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Tls;
import dev.prewarm.it.kit.Upstream;

/** What a scenario's server speaks. */
enum Transport {
    HTTP(""),
    /** TLS 1.3. */
    TLS("-tls"),
    /** TLS 1.2. */
    TLS12("-tls12");

    private final String suffix;

    Transport(String suffix) {
        this.suffix = suffix;
    }

    /** Of a scenario's name. */
    String suffix() {
        return suffix;
    }

    /** Not started yet. */
    Upstream upstream() {
        return this == HTTP ? Upstream.http() : Upstream.https(tls(TestCertificates.GOOD));
    }

    Tls tls(TestCertificates certificate) {
        return new Tls(certificate).protocols(this == TLS12 ? "TLSv1.2" : "TLSv1.3");
    }
}
