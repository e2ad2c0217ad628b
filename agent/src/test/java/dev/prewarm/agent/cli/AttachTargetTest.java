package dev.prewarm.agent.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Another user's processes are in AttachCommandIT, which can make some. */
class AttachTargetTest {
    @Test
    void aJvmOfThisUserCanBe() {
        assertThatCode(() -> AttachTarget.check(
                        TargetProcess.find(ProcessHandle.current().pid())))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsNoJvmCantBe() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            refused(TargetProcess.find(sleep.pid()), "process " + sleep.pid() + " is not a JVM");
        } finally {
            sleep.destroyForcibly();
        }
    }

    private static void refused(TargetProcess process, String why) {
        assertThatThrownBy(() -> AttachTarget.check(process))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(why);
    }
}
