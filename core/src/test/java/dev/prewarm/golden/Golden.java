package dev.prewarm.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that stay as they are unless somebody means to change them, in {@code src/test/resources/golden} of a module. How to
 * replace them is in CONTRIBUTING.
 */
public final class Golden {
    /** For messages of tests. */
    public static final String TO_REPLACE =
            "if that is meant: mvn -B -pl core,agent test -Dtest='SimulationTest,*GoldenTest'"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dprewarm.golden=replace";

    private static final Path WANTED = Path.of("src/test/resources/golden");
    private static final Path FOUND = Path.of("target/golden");

    private Golden() {}

    /** Where it is, in the tree of sources. */
    public static Path file(String name) {
        return WANTED.resolve(name);
    }

    public static boolean isToBeReplaced() {
        return "replace".equals(System.getProperty("prewarm.golden"));
    }

    /** Fails with the lines that differ, or replaces the file. What was found is in {@code target/golden}, to be compared. */
    public static void compare(String name, String text) throws IOException {
        if (isToBeReplaced()) {
            Files.writeString(file(name), text);
        }
        Files.createDirectories(FOUND);
        Path found = Files.writeString(FOUND.resolve(name), text);
        assertThat(found).as("%s; %s", file(name), TO_REPLACE).hasSameTextualContentAs(file(name));
    }
}
