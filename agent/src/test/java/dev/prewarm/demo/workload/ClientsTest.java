package dev.prewarm.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.prewarm.demo.upstream.ClosingUpstream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ClientsTest {
    @ParameterizedTest
    @EnumSource
    void eachGetsAnAnswer(Clients client) throws Exception {
        try (ClosingUpstream upstream = ClosingUpstream.start(ServerSocketFactory.getDefault())) {
            URI uri = URI.create("http://localhost:" + upstream.address().getPort());
            WorkloadClient made = client.make();

            assertThat(made.get(uri)).isEqualTo(200);
            assertThat(made.get(uri)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatEachNeedsIsAClassThatThereIs(Clients client) {
        client.needs()
                .ifPresent(name -> assertThatCode(() -> Class.forName(name)).doesNotThrowAnyException());
    }

    @Test
    void areToldWithoutTheirLibraries() throws Exception {
        URL[] own = {Clients.class.getProtectionDomain().getCodeSource().getLocation()};
        try (URLClassLoader alone = new URLClassLoader(own, ClassLoader.getPlatformClassLoader())) {
            Class<?> clients = alone.loadClass(Clients.class.getName());

            assertThat(clients.getMethod("ids").invoke(null)).isEqualTo(Clients.ids());
        }
    }
}
