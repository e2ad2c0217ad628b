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
        return Arrays.stream(Client.values()).collect(Collectors.toMap(Client::title, Client::versions));
    }

    private static List<Figures> complete() {
        return Arrays.stream(Client.values())
                .flatMap(client -> client.versions().stream()
                        .flatMap(version -> Stream.of(17, 25).flatMap(jdk -> Workload.transports().stream()
                                .map(transport -> new Figures(client.id(), version, jdk, transport, 65, 60, 2, 0, 0)))))
                .collect(Collectors.toList());
    }

    @Test
    void theDocumentHasExactlyTheVersionsOfTheList() throws IOException {
        assertThat(Table.versions(Files.readString(DOCUMENT)))
                .as("docs/compatibility.md is not of this client-versions.txt: make it anew (CONTRIBUTING.md)")
                .isEqualTo(listed());
    }

    @Test
    void hasAllVersionsByJdkAndTransport() {
        String text = new Table(complete()).text();
        assertThat(Table.versions(text)).isEqualTo(listed());
        assertThat(text).contains("JDK 17, http | ", "JDK 25, TLS 1.2 |");
    }

    @Test
    void theLastFiguresOfACellCount() {
        List<Figures> figures = complete();
        figures.add(new Figures("okhttp", "5.0.0", 25, "TLS 1.3", 65, 57, 3, 2, 0));
        assertThat(new Table(figures).text())
                .contains(
                        "| 5.0.0 | 65 / 60 / 2 / 0 | 65 / 60 / 2 / 0 | 65 / 60 / 2 / 0 | 65 / 60 / 2 / 0 | 65 / 57 / 3 / 2 | 65 / 60 / 2 / 0 |");
    }

    @Test
    void isNotMadeOfHalfAReport() {
        List<Figures> figures = complete();
        figures.removeIf(each -> each.version.equals("5.0.0") && each.jdk == 25 && each.transport.equals("TLS 1.2"));
        assertThatThrownBy(() -> new Table(figures).text())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it lacks okhttp 5.0.0 on JDK 25 over TLS 1.2");
        assertThatThrownBy(() -> new Table(List.of()).text()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsWhatWasReported(@TempDir Path directory) throws IOException {
        Path report = directory.resolve("report.csv");
        Report.begin(report);
        Report.add(report, complete());
        assertThat(Report.read(report))
                .extracting(Figures::line)
                .isEqualTo(complete().stream().map(Figures::line).collect(Collectors.toList()));
        Files.writeString(report, "half a li");
        assertThatThrownBy(() -> Report.read(report))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half a li");
    }
}
