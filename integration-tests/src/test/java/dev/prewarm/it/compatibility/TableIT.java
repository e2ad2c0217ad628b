package dev.prewarm.it.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table that is made of a report, and that the one in docs is of the list. */
class TableIT {
    private static final Path DOCUMENT = Paths.get("..", "docs", "compatibility.md");

    private static Map<String, List<String>> listed() {
        return Arrays.stream(TestedClient.values())
                .collect(Collectors.toMap(TestedClient::title, TestedClient::versions));
    }

    private static List<WorkloadFigures> complete() {
        return Arrays.stream(TestedClient.values())
                .flatMap(client -> client.versions().stream()
                        .flatMap(version -> Stream.of(17, 25).flatMap(jdk -> CompatibilityWorkload.transports().stream()
                                .map(transport ->
                                        new WorkloadFigures(client.id(), version, jdk, transport, 65, 60, 2, 0, 0)))))
                .collect(Collectors.toList());
    }

    @Test
    void theDocumentHasExactlyTheVersionsOfTheList() throws IOException {
        assertThat(CompatibilityTable.versions(Files.readString(DOCUMENT)))
                .as("docs/compatibility.md is not of this client-versions.txt: make it anew (CONTRIBUTING.md)")
                .isEqualTo(listed());
    }

    @Test
    void hasAllVersionsByJdkAndTransport() {
        String text = new CompatibilityTable(complete()).text();
        assertThat(CompatibilityTable.versions(text)).isEqualTo(listed());
        assertThat(text).contains("JDK 17, http | ", "JDK 25, TLS 1.2 |");
    }

    @Test
    void aVersionBetweenIsRunOnOneJdk() {
        assertThat(new CompatibilityTable(complete()).text())
                .containsPattern("\\| 3\\.14\\.0( \\| 65 / 60 / 2 / 0){6} \\|")
                .containsPattern(
                        "\\| 5\\.0\\.0( \\| 65 / 60 / 2 / 0){3}( \\| ){3} \\||\\| 5\\.0\\.0( \\| ){3}( \\| 65 / 60 / 2 / 0){3} \\|");
    }

    @Test
    void theLastFiguresOfACellCount() {
        List<WorkloadFigures> figures = complete();
        figures.add(new WorkloadFigures("okhttp", "5.5.1", 25, "TLS 1.3", 65, 57, 3, 2, 0));
        assertThat(new CompatibilityTable(figures).text())
                .contains(
                        "| 5.5.1 | 65 / 60 / 2 / 0 | 65 / 60 / 2 / 0 | 65 / 60 / 2 / 0 | 65 / 60 / 2 / 0 | 65 / 57 / 3 / 2 | 65 / 60 / 2 / 0 |");
    }

    @Test
    void isNotMadeOfHalfAReport() {
        List<WorkloadFigures> figures = complete();
        figures.removeIf(each -> each.version.equals("5.5.1") && each.jdk == 25 && each.transport.equals("TLS 1.2"));
        assertThatThrownBy(() -> new CompatibilityTable(figures).text())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it lacks okhttp 5.5.1 on JDK 25 over TLS 1.2");
        assertThatThrownBy(() -> new CompatibilityTable(List.of()).text()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsWhatWasReported(@TempDir Path directory) throws IOException {
        Path report = directory.resolve("report.csv");
        CompatibilityReport.begin(report);
        CompatibilityReport.add(report, complete());
        assertThat(CompatibilityReport.read(report))
                .extracting(WorkloadFigures::line)
                .isEqualTo(complete().stream().map(WorkloadFigures::line).collect(Collectors.toList()));
        Files.writeString(report, "half a li");
        assertThatThrownBy(() -> CompatibilityReport.read(report))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half a li");
    }
}
