package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.Recorder;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.EachClientOnce;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A client that is switched off has its classes byte for byte as they were; the others are woven, and nothing else is. */
class KillSwitchIT {
    private static final Map<String, String> PACKAGES = Map.of(
            "jdk", "jdk/internal/net/http/",
            "okhttp", "okhttp3/internal/",
            "apache", "org/apache/hc/");

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void leavesTheClassesOfThatClientAlone(Jdk jdk) {
        for (String off : PACKAGES.keySet()) {
            List<String> changed = changed(jdk, "client." + off + "=false");
            PACKAGES.forEach((client, start) -> {
                if (client.equals(off)) {
                    assertThat(changed).noneMatch(name -> name.startsWith(start));
                } else {
                    assertThat(changed).anyMatch(name -> name.startsWith(start));
                }
            });
            assertThat(changed).allMatch(name -> PACKAGES.values().stream().anyMatch(name::startsWith));
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void withTheAgentDisabledNothingIsChanged(Jdk jdk) {
        assertThat(changed(jdk, "enabled=false")).isEmpty();
    }

    private static List<String> changed(Jdk jdk, String arguments) {
        try (Upstream upstream = Upstream.http().start();
                Child child = ApacheVersion.newest()
                        .on(OkHttpJars.on(Child.of(jdk, EachClientOnce.class), OkHttpJars.newest()))
                        .agent(arguments)
                        .recorded()
                        .property("prewarm.origins", upstream.origin())
                        .args("url=" + upstream.url("/"))
                        .start()) {
            child.awaitSuccess();
            return Recorder.changed(child);
        }
    }
}
