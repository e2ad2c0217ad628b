package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.RewrittenArrays;
import dev.prewarm.it.programs.RewrittenAsyncArrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS made ahead in another way than the classic client wants is made again, for requests that can't be repeated, too. */
class RewrittenArraysIT {
    private static final String OPTIONS = ";min=4;idle=60s";

    static List<ApacheVersion> versions() {
        return ApacheVersion.ends();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theClientMakesItsOwnHandshake(ApacheVersion version) {
        try (Upstream one = Upstream.https().start();
                Upstream two = Upstream.https().start();
                Child child = version.on(Child.of(Jdks.youngest(), RewrittenArrays.class))
                        .agent()
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .property("prewarm.non-idempotent", "warm")
                        .property("prewarm.origins", one.origin() + OPTIONS + "," + two.origin() + OPTIONS)
                        .args("factory=" + one.url("/"), "strategy=" + two.url("/"))
                        .start()) {
            child.awaitSuccess();
            assertThat(child.awaitLine("factory: ")).matches("factory: failed=0 unused=[1-3] stale=0");
            assertThat(child.awaitLine("strategy: "))
                    .matches(
                            version.equals(ApacheVersion.lowest())
                                    ? "strategy: none"
                                    : "strategy: failed=0 unused=[1-3] stale=0");
            assertThat(child.out()).contains("add up: true");
        }
    }

    /** It can't connect anew by then: to a request that its rule repeats that is no matter, to all else it is a reset. */
    @ParameterizedTest
    @MethodSource("versions")
    void theAsyncClientIsToldOfAReset(ApacheVersion version) {
        try (Upstream one = Upstream.https().start();
                Upstream two = Upstream.https().start();
                Child child = version.on(Child.of(Jdks.youngest(), RewrittenAsyncArrays.class))
                        .agent()
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .property("prewarm.non-idempotent", "warm")
                        .property("prewarm.origins", one.origin() + OPTIONS + "," + two.origin() + OPTIONS)
                        .args("GET=" + one.url("/"), "POST=" + two.url("/"))
                        .start()) {
            child.awaitSuccess();
            assertThat(child.awaitLine("GET: ")).matches("GET: unused=[1-3] stale=0 failures:");
            assertThat(child.awaitLine("POST: "))
                    .matches("POST: unused=[1-3] stale=0 failures: java.net.SocketException: Connection reset");
            assertThat(child.out()).contains("add up: true");
        }
    }
}
