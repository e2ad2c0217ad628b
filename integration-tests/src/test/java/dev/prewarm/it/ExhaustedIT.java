package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Exhausted;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A hand-over needs no descriptor: an application that is out of them has a request less to fail, not one more. */
class ExhaustedIT {
    private static final String STOCK = ";min=4;max=8;idle=60s";

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void requestsSucceedWithoutDescriptorsAndAfterwards(Jdk jdk) {
        try (Upstream http = Upstream.http().start();
                Upstream https = Upstream.https().start();
                Upstream http2 = Upstream.http().start();
                Upstream https2 = Upstream.https().start();
                Child child = ApacheVersion.newest()
                        .on(OkHttpJars.on(Child.of(jdk, Exhausted.class), OkHttpJars.newest()))
                        .agent()
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .property(
                                "prewarm.origins",
                                String.join(STOCK + ",", http.origin(), https.origin(), http2.origin(), https2.origin())
                                        + STOCK)
                        .args(
                                "okhttp-http=" + http.url("/"),
                                "okhttp-https=" + https.url("/"),
                                "apache-http=" + http2.url("/"),
                                "apache-https=" + https2.url("/"))
                        .start()) {
            child.awaitSuccess();
            for (String client : new String[] {"okhttp-http", "okhttp-https", "apache-http", "apache-https"}) {
                assertThat(child.awaitLine(client + ": ")).isEqualTo(client + ": failed=0 hit=true after=0");
            }
            assertThat(child.out()).contains("add up: true");
        }
    }
}
