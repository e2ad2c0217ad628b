package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Says, once, which JDKs the integration tests ran on. */
class JdksIT {
    @Test
    void aJdk25IsTestedToo() {
        System.out.println("Children run on " + Jdks.all());
        Jdks.missing().ifPresent(Assumptions::abort);
        assertThat(Jdks.all()).extracting(Jdk::feature).isNotEmpty().allMatch(feature -> feature >= 11);
    }
}
