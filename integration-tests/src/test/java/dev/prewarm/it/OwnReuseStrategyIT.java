package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.OwnReuseStrategy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Whatever an application says of keeping connections: that its server closes them is learnt from the answers. */
class OwnReuseStrategyIT {
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void keepsNoSecretOfWhatTheServerSays(Jdk jdk) {
        try (Upstream http = Upstream.http().start();
                Upstream https = Upstream.https().start();
                Upstream httpAsync = Upstream.http().start();
                Upstream httpsAsync = Upstream.https().start();
                Child child = ApacheVersion.newest()
                        .on(Child.of(jdk, OwnReuseStrategy.class))
                        .agent()
                        .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                        .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                        .property(
                                "prewarm.origins",
                                String.join(
                                        ",", http.origin(), https.origin(), httpAsync.origin(), httpsAsync.origin()))
                        .args("classic=" + http.origin() + "," + https.origin())
                        .args("async=" + httpAsync.origin() + "," + httpsAsync.origin())
                        .start()) {
            child.awaitSuccess();
            for (Upstream upstream : List.of(http, https, httpAsync, httpsAsync)) {
                assertThat(child.awaitLine(upstream.origin() + " "))
                        .as(child.output())
                        .matches(".* hits=[1-9]\\d* hitsTcp=0");
            }
        }
    }
}
