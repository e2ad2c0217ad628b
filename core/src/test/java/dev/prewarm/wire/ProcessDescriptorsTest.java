package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessDescriptorsTest {
    private static final String LIMITS =
            "Limit                     Soft Limit           Hard Limit           Units     \n"
                    + "Max cpu time              unlimited            unlimited            seconds   \n"
                    + "Max open files            140                  524288               files     \n";

    @TempDir
    private Path proc;

    private ProcessDescriptors descriptors() {
        return new ProcessDescriptors(proc);
    }

    private long limit(String limits) throws IOException {
        Files.writeString(proc.resolve("limits"), limits);
        return descriptors().limit();
    }

    @Test
    void theSoftLimitCounts() throws IOException {
        assertThat(limit(LIMITS)).isEqualTo(140);
    }

    @Test
    void whatCannotBeReadIsNoLimit() throws IOException {
        assertThat(descriptors().limit()).isEqualTo(ProcessDescriptors.NO_LIMIT);
        assertThat(limit("")).isEqualTo(ProcessDescriptors.NO_LIMIT);
        assertThat(limit(LIMITS.replace("140", "many"))).isEqualTo(ProcessDescriptors.NO_LIMIT);
        assertThat(limit(LIMITS.replace("140", "unlimited"))).isEqualTo(ProcessDescriptors.NO_LIMIT);
    }

    @Test
    void thoseInUseAreCounted() throws IOException {
        Path fd = Files.createDirectory(proc.resolve("fd"));
        for (int i = 0; i < 5; i++) {
            Files.createFile(fd.resolve(Integer.toString(i)));
        }
        assertThat(descriptors().areInUse(5)).isTrue();
        assertThat(descriptors().areInUse(6)).isFalse();
    }

    @Test
    void whatNobodyMayCountIsNoShortage() {
        assertThat(descriptors().areInUse(1)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHasSome() {
        ProcessDescriptors own = ProcessDescriptors.own();
        assertThat(own.limit()).isBetween(10L, ProcessDescriptors.NO_LIMIT - 1);
        assertThat(own.areInUse(3)).isTrue();
        assertThat(own.areInUse(own.limit())).isFalse();
    }
}
