package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.FakeSocks;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.LeadsElsewhere;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an application sets between its sockets and the network holds from then on, also for what is parked by then; and it is
 * asked as often as without the agent.
 */
@Tag("slow")
class LeadsElsewhereIT {
    /** The opening of one may have been decided just before: it comes to nothing. */
    private static final String NOTHING = "agent: opened=[01] hits=0 held=0";

    /** That of the builds; the next ones with long support have none. */
    private static final int SECURED = 17;

    @ParameterizedTest
    @CsvSource({
        "okhttp, selector",
        "apache-classic, factory",
    })
    void socketsOfTheApplicationsOwn(String client, String how) {
        isAskedAsWithout(Jdks.youngest(), client, how);
    }

    @ParameterizedTest
    @ValueSource(strings = "okhttp")
    void aSocksProxySetAtRunTime(String client) throws Exception {
        try (Upstream upstream = Upstream.http().start();
                FakeSocks socks = new FakeSocks();
                Child with = launch(Jdks.youngest(), upstream, client, "socks", socks.port())
                        .agent()
                        .start()) {
            with.awaitSuccess();
            assertThat(with.awaitLine("after: ")).startsWith("after: answers=6");
            assertThat(with.awaitLine("agent: ")).matches(NOTHING);
            assertThat(socks.tunnels()).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "apache-classic"})
    void aSecurityManager(String client) {
        Jdk jdk = Jdks.current();
        assumeTrue(jdk.feature() == SECURED, "a JDK that can have one");
        isAskedAsWithout(jdk, client, "security");
    }

    private static void isAskedAsWithout(Jdk jdk, String client, String how) {
        try (Upstream there = Upstream.http().start();
                Upstream here = Upstream.http().start();
                Child without = launch(jdk, there, client, how, 0).start();
                Child with = launch(jdk, here, client, how, 0).agent().start()) {
            without.awaitSuccess();
            with.awaitSuccess();
            assertThat(with.awaitLine("before: ")).isNotEqualTo("before: warm=0");
            assertThat(with.awaitLine("after: ")).isEqualTo(without.awaitLine("after: "));
            assertThat(with.awaitLine("agent: ")).matches(NOTHING);
        }
    }

    private static Child.Launch launch(Jdk jdk, Upstream upstream, String client, String how, int port) {
        Child.Launch launch = ApacheVersion.newest()
                .on(OkHttpJars.on(Child.of(jdk, LeadsElsewhere.class), OkHttpJars.newest()))
                .property("prewarm.origins", upstream.origin() + ";min=2;idle=2s")
                .args(
                        "client=" + client,
                        "how=" + how,
                        "port=" + port,
                        "url=" + upstream.url("/bytes/10"),
                        "trust=" + TestCertificates.trustStore());
        return how.equals("security") ? launch.jvm("-Djava.security.manager=allow") : launch;
    }
}
