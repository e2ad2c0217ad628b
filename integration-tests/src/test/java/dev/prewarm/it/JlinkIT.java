package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Jlink;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Bare;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A runtime made by jlink of what the application needs and agents: no JMX, no JFR, no attach. */
class JlinkIT {
    private static final int MOST_REQUESTS = 600;

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void warmsAndSaysWhatIsOff(Jdk jdk, @TempDir Path directory) throws Exception {
        Jdk image = Jlink.image(jdk, directory.resolve("image"), "java.base,java.net.http,java.instrument");
        try (Upstream upstream = Upstream.http().start();
                Child child = Child.of(image, Bare.class)
                        .agent()
                        .property("prewarm.origins", upstream.origin())
                        .args(upstream.url("/bytes/10"), "" + MOST_REQUESTS)
                        .start()) {
            Await.until(
                    "hits in its status, and what is off",
                    () -> StatusReader.of(child, upstream.origin())
                                    .filter(status -> status.getInt("hits") > 0)
                                    .isPresent()
                            && child.err().stream().anyMatch(line -> line.contains("JMX is off")),
                    child::output);
            child.send("enough");
            child.awaitSuccess();
            assertThat(child.out()).containsOnly("200");
            assertThat(child.err())
                    .filteredOn(line -> line.contains("JMX is off"))
                    .hasSize(1);
            assertThat(child.err()).noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
        }
    }
}
