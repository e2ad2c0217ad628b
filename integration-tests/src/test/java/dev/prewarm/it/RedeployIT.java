package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Containers;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Redeploy;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application that was stopped is collected, whatever it was given. */
@Tag("long")
class RedeployIT {
    @Test
    void nothingHoldsAnApplicationThatIsGone() {
        Jdk jdk = Jdks.youngest();
        try (Upstream http = Upstream.http().start();
                Upstream https = Upstream.https().start();
                Child child = Child.of(jdk, Redeploy.class)
                        .agent()
                        .property("prewarm.origins", http.origin() + "," + https.origin() + ";custom-trust=warm")
                        .args(classPath(), TestCertificates.trustStore().toString(), TestCertificates.PASSWORD)
                        .args(http.url("/") + "," + https.url("/"))
                        .start()) {
            child.awaitSuccess();
            for (String client : List.of("jdk", "okhttp", "apache", "apache-async")) {
                assertThat(child.awaitLine(client + " "))
                        .as(child.output())
                        .matches(client + " hits=[1-9]\\d* hitsTcp=0 collected=true");
            }
        }
    }

    private static String classPath() {
        List<Path> libraries = Stream.concat(
                        OkHttpJars.jars(OkHttpJars.newest()).stream(), ApacheVersion.newest().jars().stream())
                .distinct()
                .collect(Collectors.toList());
        return Stream.concat(Stream.of(Containers.compiled("Redeployed")), libraries.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
