package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of this very process, into whose place anybody may put anything. */
class PublishedStatusTest {
    private final TargetProcess self =
            TargetProcess.find(ProcessHandle.current().pid());
    private final Path file = self.statusFile();

    @TempDir
    private Path elsewhere;

    @AfterEach
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Test
    void isTheTextAsItWasPublished() throws IOException {
        Files.writeString(file, "{\n \"a\": \"\\u20ac\"\n}\n");
        assertThat(PublishedStatus.of(self)).isEqualTo("{\n \"a\": \"\\u20ac\"\n}\n");
    }

    @Test
    void noFileMeansNoAgentMostly() {
        assertThatThrownBy(() -> PublishedStatus.of(self))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("process " + self.pid() + " shows no status: the agent is not in it");
    }

    @Test
    void whatIsNoJvmHasNone() throws IOException {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            assertThatThrownBy(() -> PublishedStatus.of(TargetProcess.find(sleep.pid())))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage("process " + sleep.pid() + " is not a JVM");
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void aFileOfAnotherUserIsNotTrusted() throws IOException {
        Files.writeString(file, "{}");
        TargetProcess others = new TargetProcess(ProcessHandle.current(), List.of("Uid:\t0\t0\t0\t54321"));
        refused(others, "belongs to another user");
    }

    @Test
    void withoutProcTheNameOfTheUserDecides() throws IOException {
        Files.writeString(file, "{}");
        assertThat(PublishedStatus.of(new TargetProcess(ProcessHandle.current(), List.of())))
                .isEqualTo("{}");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Files.createSymbolicLink(file, Files.writeString(elsewhere.resolve("file"), "{}"));
        refused(self, "it is not a regular file");
    }

    @Test
    void whatCouldSteerATerminalIsNotShown() throws IOException {
        for (String text : List.of("{\"a\": \"\u001b[2J\"}", "{\"a\": \"\u009b2J\"}", "\r", "\u007f")) {
            Files.writeString(file, text, StandardCharsets.UTF_8);
            refused(self, "other bytes than Prewarm writes");
        }
    }

    @Test
    void inAContainerItsOwnNumberCounts() {
        TargetProcess inside = new TargetProcess(ProcessHandle.current(), List.of("NSpid:\t4711\t7"));
        assertThat(inside.statusFile().getFileName().toString())
                .startsWith(".prewarm-7-")
                .endsWith(file.getFileName().toString().replaceFirst(".*-", "-"));
    }

    private void refused(TargetProcess process, String why) {
        assertThatThrownBy(() -> PublishedStatus.of(process))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("not trusted: " + file + ": ")
                .hasMessageContaining(why);
    }
}
