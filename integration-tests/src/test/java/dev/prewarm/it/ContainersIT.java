package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Containers;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.Upstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Clients in JBoss Modules (WildFly) and in Felix, whose class loaders hide what is in the boot loader: without the option
 * that shows it each is stock, with one warning; with it, all are woven.
 */
class ContainersIT {
    private static final String JBOSS_OPTION = "jboss.modules.system.pkgs";
    private static final String OSGI_OPTION = "org.osgi.framework.bootdelegation";
    private static final String ALL = "okhttp,apache,apache-async,jdk";

    private final List<Path> jars = Stream.concat(
                    OkHttpJars.jars(OkHttpJars.newest()).stream(), ApacheVersion.newest().jars().stream())
            .distinct()
            .collect(Collectors.toList());

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void withoutTheOptionTheyAreStock(Jdk jdk) {
        try (Run modules = new Run(Containers.jbossModules(jdk, jars));
                Run bundle = new Run(Containers.felix(jdk, jars, "felix.bootdelegation.implicit=false"))) {
            modules.isStock("-D" + JBOSS_OPTION + "=dev.prewarm");
            bundle.isStock(OSGI_OPTION + "=dev.prewarm.*");
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void withItTheyAreWarmed(Jdk jdk) {
        try (Run modules = new Run(Containers.jbossModules(jdk, jars).property(JBOSS_OPTION, "dev.prewarm"));
                Run bundle = new Run(Containers.felix(jdk, jars, OSGI_OPTION + "=dev.prewarm.*"));
                Run implicit = new Run(Containers.felix(jdk, jars, "felix.bootdelegation.implicit=true"))) {
            modules.isWarmed();
            bundle.isWarmed();
            implicit.isWarmed();
        }
    }

    /** All clients, one after the other, to a named origin and to one that is only observed. */
    private static final class Run implements AutoCloseable {
        private final Upstream named = Upstream.http().start();
        private final Upstream observed = Upstream.http().start();
        private final Child child;

        Run(Child.Launch launch) {
            child = launch.agent()
                    .property("prewarm.origins", named.origin())
                    .args(ALL, named.origin() + "," + observed.origin(), "all")
                    .start();
        }

        void isStock(String option) {
            List<String> hits = hits(named);
            assertThat(hits.subList(0, 3)).as(child.output()).containsOnly("0");
            assertThat(hits.get(3)).as(child.output()).isNotEqualTo("0");
            assertThat(warnings()).as(child.output()).hasSize(2).allMatch(line -> line.contains(option));
        }

        void isWarmed() {
            assertThat(hits(named)).as(child.output()).doesNotContain("0");
            assertThat(warnings()).as(child.output()).isEmpty();
        }

        /** Those of each client; all its requests were answered. */
        private List<String> hits(Upstream upstream) {
            child.awaitSuccess();
            List<String> hits = new ArrayList<>();
            for (String line : child.out()) {
                if (line.contains(" answered=")) {
                    assertThat(line).contains(" answered=" + Containers.REQUESTS + " ");
                    if (line.contains(upstream.origin() + " ")) {
                        hits.add(line.substring(line.lastIndexOf('=') + 1));
                    }
                }
            }
            assertThat(hits).as(child.output()).hasSize(ALL.split(",").length);
            assertThat(observed.accepted()).isEqualTo(ALL.split(",").length * Containers.REQUESTS);
            return hits;
        }

        private List<String> warnings() {
            return child.err().stream().filter(line -> line.contains(" WARN ")).collect(Collectors.toList());
        }

        @Override
        public void close() {
            child.close();
            named.close();
            observed.close();
        }
    }
}
