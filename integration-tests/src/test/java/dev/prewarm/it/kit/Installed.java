package dev.prewarm.it.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that some tests want. */
public final class Installed {
    private Installed() {}

    /** Skips the test, saying why, where there is no such program; under {@code CI=true} that fails. */
    public static void assume(String program) {
        if (path(program) == null) {
            String reason = "no " + program + " on the PATH or in /usr/sbin: tests against a real server can't run";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(reason + " (CI=true, so this is a failure)");
            }
            Assumptions.abort(reason);
        }
    }

    /** Null if there is none. */
    static String path(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":"))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Paths.get(entry, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }
}
