package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.kit.Tls;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.OkHttpLoad;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each OkHttp on each JDK: the same results as without the agent, almost all of them from stock. */
class OkHttpLoadIT {
    private static final int BEFORE_BURSTS = 203;
    private static final int BURST = 50;
    private static final int LAST_BURST = 4;

    static Stream<Arguments> all() {
        return OkHttpJars.versions().stream()
                .flatMap(version -> Jdks.all().stream().map(jdk -> Arguments.of(version, jdk)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void isServedFromStock(String version, Jdk jdk) {
        try (Upstream http = Upstream.http().start();
                Upstream tls13 = Upstream.https(new Tls(TestCertificates.GOOD).protocols("TLSv1.3"))
                        .start();
                Upstream tls12 = Upstream.https(new Tls(TestCertificates.GOOD).protocols("TLSv1.2"))
                        .start()) {
            List<Upstream> upstreams = List.of(http, tls13, tls12);
            String origins = upstreams.stream().map(Upstream::origin).collect(Collectors.joining(","));
            Child.Launch launch = Child.of(jdk, OkHttpLoad.class)
                    .agent()
                    .property("prewarm.non-idempotent", "warm")
                    .property("prewarm.origins", origins)
                    .args("origins=" + origins, "trust=" + TestCertificates.trustStore());
            for (String jar : OkHttpJars.of(version).split(":")) {
                launch.classPath(Paths.get(jar));
            }
            try (Child child = launch.start()) {
                child.awaitSuccess(Duration.ofSeconds(120));
                StringBuilder figures = new StringBuilder("OkHttp " + version + " on " + jdk + ":");
                for (Upstream upstream : upstreams) {
                    Figures all = new Figures(child, upstream.origin());
                    figures.append(' ').append(all);
                }
                System.out.println(figures);
                assertThat(child.err())
                        .as(child.output())
                        .anyMatch(line -> line.contains("OkHttp " + version + " draws on warm connections"))
                        .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
                for (Upstream upstream : upstreams) {
                    Figures all = new Figures(child, upstream.origin());
                    assertThat(all.failed).as(child.output()).isZero();
                    assertThat(all.ok).isEqualTo(BEFORE_BURSTS + LAST_BURST * BURST);
                    assertThat(upstream.requests()).isEqualTo(all.ok);
                    assertThat(all.sequenceHits).as(child.output()).isGreaterThanOrEqualTo(196);
                    // How many there are is the pool's business, which goes by how much came at once before; all of
                    // them
                    // are to be used.
                    assertThat(all.lastBurstHits)
                            .as(child.output())
                            .isGreaterThanOrEqualTo(Math.min(49, all.parkedBeforeLastBurst));
                    assertThat(all.parkedBeforeLastBurst).as(child.output()).isGreaterThanOrEqualTo(25);
                }
            }
        }
    }

    /** What the program printed about one origin. */
    private static final class Figures {
        private final List<String> lines;
        private final String origin;
        final long ok;
        final long failed;
        final long sequenceHits;
        final long lastBurstHits;
        final long parkedBeforeLastBurst;

        Figures(Child child, String origin) {
            this.lines = child.out();
            this.origin = origin;
            this.ok = number("burst-" + LAST_BURST, "ok=(\\d+)");
            this.failed = number("burst-" + LAST_BURST, "failed=(\\d+)");
            this.sequenceHits = hits("sequence") - hits("warm-up");
            String before = "burst-" + (LAST_BURST - 1);
            this.lastBurstHits = hits("burst-" + LAST_BURST) - hits(before);
            this.parkedBeforeLastBurst =
                    number(before, "(?i) opened=(\\d+)") - hits(before) - number(before, "(?i) unused=(\\d+)");
        }

        private long hits(String phase) {
            return number(phase, "(?i) hits=(\\d+)");
        }

        private long number(String phase, String pattern) {
            for (String line : lines) {
                if (line.startsWith("phase " + phase + " ") && line.contains(origin)) {
                    Matcher matcher = Pattern.compile(pattern).matcher(line);
                    if (matcher.find()) {
                        return Long.parseLong(matcher.group(1));
                    }
                }
            }
            throw new AssertionError("no " + pattern + " of " + phase + " in " + String.join("\n", lines));
        }

        @Override
        public String toString() {
            return origin.replaceAll(":.*", "") + " ok=" + ok + " failed=" + failed + " hits=" + sequenceHits
                    + "/200, last burst " + lastBurstHits + "/50;";
        }
    }
}
