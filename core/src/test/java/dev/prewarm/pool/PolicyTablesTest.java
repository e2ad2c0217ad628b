package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The tables of docs/simulated-upstreams.md are those of this code: a row of each. */
class PolicyTablesTest {
    @Test
    void rowsOfTheDocsAreMadeAgain() throws IOException {
        String docs = Files.readString(Path.of("../docs/simulated-upstreams.md"));

        assertThat(docs)
                .contains(PolicyTables.poisson(1))
                .contains(PolicyTables.bursts(20, 2))
                .contains(PolicyTables.onOff(1, 10, 20))
                .contains(PolicyTables.posts(3))
                .contains(PolicyTables.harm(true, 1, 2))
                .contains(PolicyTables.harm(false, 4, 2));
    }
}
