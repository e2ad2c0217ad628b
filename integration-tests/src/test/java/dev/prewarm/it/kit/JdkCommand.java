package dev.prewarm.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A program of a JDK, such as {@code jcmd} or {@code jfr}. */
public final class JdkCommand {
    private JdkCommand() {}

    /** Runs it to its end, which must be a good one; answers all that it says. */
    public static String run(Jdk jdk, String tool, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(jdk.tool(tool).toString());
        command.addAll(Arrays.asList(arguments));
        Process process = Leftovers.track(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
