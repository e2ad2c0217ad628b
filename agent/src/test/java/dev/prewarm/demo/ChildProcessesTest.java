package dev.prewarm.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.agent.cli.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProcessesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void handsOnWhatAProgramSaysAndHowItEnded() throws InterruptedException {
        try (ChildProcesses children = new ChildProcesses()) {
            List<String> said = new ArrayList<>();
            ChildProcesses.Ended ended = children.run("java", List.of("--version"), LONG, said::add);

            assertThat(ended.code()).isZero();
            assertThat(said).isNotEmpty();
            assertThat(children.run("java", List.of("no.such.Main"), LONG, said::add)
                            .code())
                    .isEqualTo(1);
        }
    }

    @Test
    void saysWhichProgramIsMissing() {
        try (ChildProcesses children = new ChildProcesses()) {
            assertThatThrownBy(() -> children.run("no-such-tool", List.of(), LONG, line -> {}))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageStartingWith("the demo needs no-such-tool");
        }
    }

    @Test
    void endsWhatTakesTooLong() {
        try (ChildProcesses children = new ChildProcesses()) {
            assertThatThrownBy(() -> children.run("java", List.of("--version"), Duration.ZERO, line -> {}))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("took longer");
        }
    }
}
