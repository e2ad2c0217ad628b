package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.ConnectionAttempt;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.Repetition;
import dev.prewarm.config.Origin;
import dev.prewarm.config.Settings;
import dev.prewarm.wire.LocalServer;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.Attribute;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class BeansTest {
    private static final List<String> CONTRACT = List.of(
            "Hits",
            "Misses",
            "HitsTcp",
            "Canaries",
            "Opened",
            "Failed",
            "Unused",
            "Evicted",
            "StaleHits",
            "Warm",
            "Opening",
            "SavedMillis");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final PrewarmRuntime runtime;
    private final Beans beans;

    BeansTest() throws Exception {
        // Never started: nothing is ever opened.
        runtime = new PrewarmRuntime(
                Settings.read(null, Map.of("prewarm.origins", "https://*.example"), Map.of()),
                NOPLogger.NOP_LOGGER,
                () -> false);
        beans = new Beans(runtime.snapshots(), NOPLogger.NOP_LOGGER);
    }

    @AfterEach
    void unregister() throws Exception {
        for (ObjectName name : ours()) {
            server.unregisterMBean(name);
        }
    }

    @Test
    void nothingIsRegisteredBeforeTheFirstUpdate() throws Exception {
        take("a.example");
        assertThat(ours()).isEmpty();
        beans.update();
        assertThat(ours())
                .containsExactlyInAnyOrder(
                        new ObjectName("dev.prewarm:type=Pool"),
                        new ObjectName("dev.prewarm:type=Origin,name=\"https://a.example:443\""));
    }

    @Test
    void attributesHaveTheContractsNames() throws Exception {
        take("a.example");
        beans.update();
        for (ObjectName name : ours()) {
            assertThat(Arrays.stream(server.getMBeanInfo(name).getAttributes()).map(MBeanAttributeInfo::getName))
                    .containsAll(CONTRACT);
        }
    }

    @Test
    void attributesAskedForTogetherAddUp() throws Exception {
        take("a.example");
        beans.update();
        Map<String, Object> values = new HashMap<>();
        for (Attribute attribute : server.getAttributes(
                        new ObjectName("dev.prewarm:type=Pool"), CONTRACT.toArray(new String[0]))
                .asList()) {
            values.put(attribute.getName(), attribute.getValue());
        }
        assertThat(values).hasSize(CONTRACT.size());
        assertThat(values.get("Misses")).isEqualTo(1L);
        TabularData evicted = (TabularData) values.get("Evicted");
        assertThat(evicted.values())
                .extracting(row -> ((CompositeData) row).get("key"))
                .contains("idle", "closed-by-server", "shutdown");
    }

    /** As a management tool sees it that has an interface of its own. */
    @Test
    void isReadLikeAnyMXBean() throws Exception {
        take("a.example");
        beans.update();
        OriginMXBean origin = JMX.newMXBeanProxy(
                server, new ObjectName("dev.prewarm:type=Origin,name=\"https://a.example:443\""), OriginMXBean.class);
        assertThat(origin.getMisses()).isEqualTo(1);
        assertThat(origin.getState()).isEqualTo("warming");
        assertThat(origin.getIdleMillis()).isEqualTo(8_000);
        assertThat(origin.isIdleLearnt()).isFalse();
        assertThat(origin.getRate()).isNotNegative();
        assertThat(origin.getEvicted()).containsEntry("idle", 0L);
    }

    /** What the test asks for. */
    public interface OriginMXBean {
        String getState();

        long getMisses();

        long getIdleMillis();

        boolean isIdleLearnt();

        double getRate();

        Map<String, Long> getEvicted();
    }

    @Test
    void originsThatAreForgottenGo() throws Exception {
        take("first.example");
        beans.update();
        ObjectName first = new ObjectName("dev.prewarm:type=Origin,name=\"https://first.example:443\"");
        assertThat(server.isRegistered(first)).isTrue();
        for (int i = 0; i < 1000; i++) {
            take("n" + i + ".example");
        }
        beans.update();
        assertThat(server.isRegistered(first)).isFalse();
        assertThat(ours()).hasSize(1 + 1000);
        assertThat(server.getAttribute(new ObjectName("dev.prewarm:type=Pool"), "Misses"))
                .isEqualTo(1001L);
    }

    @Test
    void thoseWithLittleTrafficAreOneTogether() throws Exception {
        take("a.example");
        ObjectName others = new ObjectName("dev.prewarm:type=Others");
        beans.update();
        assertThat(server.isRegistered(others)).isFalse();
        for (int i = 0; i < Overview.MOST + 20; i++) {
            runtime.prewarm().answered(take("n" + i + ".test"), 200, true, null);
        }
        beans.update();
        assertThat(ours()).hasSize(1 + 1 + Overview.MOST + 1);
        assertThat(server.isRegistered(new ObjectName("dev.prewarm:type=Origin,name=\"https://a.example:443\"")))
                .isTrue();
        assertThat(server.getAttribute(others, "Origins")).isEqualTo(20L);
        assertThat(server.getAttribute(others, "Opened")).isEqualTo(0L);
        for (int i = 0; i < 1000; i++) {
            take("m" + i + ".example");
        }
        beans.update();
        assertThat(server.isRegistered(others))
                .as("all that is known is named now")
                .isFalse();
    }

    /** Some clients take anything for a host; who resolves it is the application. */
    @Test
    void aHostCanHoldAnything() throws Exception {
        String host = "x\n,type=Pool\u001b[31m\"*?\\.example";
        take(host);
        take("x\\u000a.example");
        take("x\n.example");
        beans.update();
        Set<ObjectName> names = server.queryNames(new ObjectName("dev.prewarm:type=Origin,*"), null);
        assertThat(names).hasSize(3);
        assertThat(names).allMatch(name -> name.toString().matches("[ -~]+"));
        assertThat(server.getAttribute(new ObjectName("dev.prewarm:type=Pool"), "Origins"))
                .isEqualTo(3L);
    }

    @Test
    void aNameThatIsTakenIsNoHarm() throws Exception {
        beans.update();
        take("a.example");
        new Beans(runtime.snapshots(), NOPLogger.NOP_LOGGER).update();
        beans.update();
        assertThat(ours()).hasSize(2);
    }

    private Iterable<ObjectName> ours() throws Exception {
        return server.queryNames(new ObjectName("dev.prewarm:*"), null);
    }

    private ConnectionAttempt take(String host) {
        return runtime.prewarm()
                .take(
                        runtime.prewarm().target(Origin.of(true, host, 443)),
                        new InetSocketAddress(LocalServer.loopback(), 443),
                        null,
                        Repetition.HARMLESS);
    }
}
