package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.now().minus(Duration.ofDays(2)));

    @TempDir
    private Path directory;

    @Test
    void isNamedAfterItsProcessAndReadByItsUserAlone() throws IOException {
        StatusFile file = StatusFile.own(directory);
        file.write("one");
        file.write("two");

        Path path = directory.resolve(StatusFile.name(ProcessHandle.current().pid(), ProcessStart.own()));
        assertThat(file.path()).isEqualTo(path);
        assertThat(path).hasContent("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(names()).hasSize(1);
        file.delete();
        file.delete();
        assertThat(names()).isEmpty();
    }

    @Test
    void onWindowsItIsInTheDirectoryOfTheUser() {
        assertThat(StatusFile.ofWindows(Map.of("TEMP", "C:\\b", "TMP", "C:\\a")))
                .isEqualTo("C:\\a");
        assertThat(StatusFile.ofWindows(Map.of("TMP", "", "TEMP", "C:\\b"))).isEqualTo("C:\\b");
        assertThat(StatusFile.ofWindows(Map.of())).isEqualTo(System.getProperty("java.io.tmpdir"));
    }

    @Test
    void aLinkInItsPlaceIsReplacedNotFollowed() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        StatusFile file = StatusFile.own(directory);
        Files.createSymbolicLink(file.path(), victim);

        file.write("status");

        assertThat(victim).hasContent("precious");
        assertThat(Files.isSymbolicLink(file.path())).isFalse();
        assertThat(file.path()).hasContent("status");
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() throws IOException {
        StatusFile file = StatusFile.own(directory);
        Files.createDirectories(file.path().resolve("in the way"));

        assertThatThrownBy(() -> file.write("status")).isInstanceOf(IOException.class);
        assertThat(names()).containsExactly(file.path().getFileName().toString());
        assertThatThrownBy(() -> StatusFile.own(directory.resolve("absent")).write("status"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void onlyOldOnesOfProcessesThatAreNotHereAreDeleted() throws IOException {
        StatusFile own = StatusFile.own(directory);
        own.write("of a live process, though old");
        long pid = ProcessHandle.current().pid();
        for (String name : List.of(
                StatusFile.name(pid, "1"), // of an earlier process of the same number
                StatusFile.name(999_999_999L, "5") + ".1f00", // half written
                ".prewarm-nonsense",
                "prewarm-somebody-elses")) {
            Files.createFile(directory.resolve(name));
        }
        for (String name : names()) {
            Files.setLastModifiedTime(directory.resolve(name), LONG_AGO);
        }
        Files.createFile(directory.resolve(StatusFile.name(pid, "2")));

        own.deleteOld();

        assertThat(names())
                .containsExactlyInAnyOrder(
                        own.path().getFileName().toString(), StatusFile.name(pid, "2"), "prewarm-somebody-elses");
    }

    @Test
    void aDirectoryThatCannotBeListedIsNoFailure() {
        StatusFile.own(directory.resolve("absent")).deleteOld();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toList());
        }
    }
}
