package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Containers;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.SplitLoaders;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Apache HttpClient where an application's class loader has its jars, and its parent, a server's, has some, too: it is woven
 * only where one loader defines all of it.
 */
class SplitLoadersIT {
    private static final Predicate<Path> ALL = jar -> true;
    private static final Predicate<Path> CLIENT =
            jar -> jar.getFileName().toString().startsWith("httpclient5");

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void itIsWovenWhereOneLoaderHasIt(Jdk jdk) {
        try (Upstream upstream = Upstream.http().start();
                Child child = Child.of(jdk, SplitLoaders.class)
                        .agent()
                        .property("prewarm.origins", upstream.origin())
                        .args(loaders("core-in-parent", CLIENT.negate(), CLIENT, "parent-first", upstream))
                        .args("--")
                        .args(loaders("client-in-child", ALL, CLIENT, "child-first", upstream))
                        .args("--")
                        .args(loaders("all-in-child", ALL, ALL, "child-first", upstream))
                        .args("--")
                        .args(loaders("all-in-parent", ALL, ALL, "parent-first", upstream))
                        .start()) {
            child.awaitSuccess();
            List<String> answered = child.out().stream()
                    .filter(line -> line.contains(" answered="))
                    .map(line -> line.replaceAll(" http:\\S+", ""))
                    .map(line -> line.replaceAll("hits=[1-9].*", "hits=some"))
                    .collect(Collectors.toList());
            String all = " answered=" + Containers.REQUESTS;
            assertThat(answered)
                    .as(child.output())
                    .containsExactly(
                            "core-in-parent apache" + all + " hits=0",
                            "core-in-parent apache-async" + all + " hits=0",
                            "client-in-child apache" + all + " hits=0",
                            "client-in-child apache-async" + all + " hits=0",
                            "all-in-child apache" + all + " hits=some",
                            "all-in-child apache-async" + all + " hits=some",
                            "all-in-parent apache" + all + " hits=some",
                            "all-in-parent apache-async" + all + " hits=some");
            assertThat(child.err().stream().filter(line -> line.contains(" WARN ")))
                    .as(child.output())
                    .hasSize(2)
                    .allMatch(line -> line.contains("classes come from several class loaders"));
        }
    }

    private static String[] loaders(
            String name, Predicate<Path> parent, Predicate<Path> child, String first, Upstream upstream) {
        return new String[] {
            path(parent),
            Containers.program() + File.pathSeparator + path(child),
            first,
            "apache,apache-async",
            upstream.origin(),
            name
        };
    }

    private static String path(Predicate<Path> which) {
        return Stream.of(ApacheVersion.newest().jars())
                .flatMap(List::stream)
                .filter(which)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
