package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A wrong setting is one WARN that helps, and the application runs. */
class NonsenseIT {
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void oneWarningEachAndTheApplicationRuns(Jdk jdk, @TempDir Path directory) throws IOException {
        Path binary = directory.resolve("binary.properties");
        Files.write(binary, new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xfe, 0});
        Map<String, List<String>> settings = new LinkedHashMap<>();
        settings.put("-Dprewarm.max=lots", List.of("prewarm.max", "lots", "64"));
        settings.put("-Dprewarm.min=80", List.of("prewarm.min", "80", "64"));
        settings.put("-Dprewarm.orgins=https://a.example.com", List.of("prewarm.orgins", "prewarm.origins"));
        settings.put("-Dprewarm.exclude=https://a.example.com/path", List.of("prewarm.exclude", "/path"));
        settings.put("-Dprewarm.config=" + directory.resolve("none"), List.of("prewarm.config", "none"));
        settings.put("-Dprewarm.config=" + binary, List.of("prewarm.config", "binary.properties"));
        settings.put("-Dprewarm.log=chatty", List.of("prewarm.log", "chatty", "info"));
        Map<String, Child> children = new LinkedHashMap<>();
        try (Upstream upstream = Upstream.http().start()) {
            settings.keySet().forEach(setting -> children.put(setting, start(jdk, upstream, setting)));
            children.forEach((setting, child) -> assertOneHelpfulWarning(child, setting, settings.get(setting)));
        } finally {
            children.values().forEach(Child::close);
        }
    }

    private static Child start(Jdk jdk, Upstream upstream, String setting) {
        return Child.of(jdk, Requests.class)
                .agent()
                .property("prewarm.origins", upstream.origin())
                .jvm(setting)
                .args("url=" + upstream.url("/bytes/10"), "n=5")
                .start();
    }

    private static void assertOneHelpfulWarning(Child child, String setting, List<String> named) {
        child.awaitSuccess();
        assertThat(RequestsRun.of(child).ok()).as(child.output()).hasSize(5);
        List<String> warnings =
                child.err().stream().filter(line -> line.contains(" WARN ")).collect(Collectors.toList());
        assertThat(warnings).as(setting).hasSize(1);
        assertThat(warnings.get(0)).contains(named);
    }
}
