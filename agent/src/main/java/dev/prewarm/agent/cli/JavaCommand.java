package dev.prewarm.agent.cli;

import java.util.List;
import java.util.Set;

/** What a JVM was started with: a class, a jar or a module, by the words of its command line. */
final class JavaCommand {
    private static final Set<String> WITH_A_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--add-reads",
            "--add-exports",
            "--add-opens",
            "--limit-modules",
            "--patch-module",
            "--enable-native-access",
            "--source");

    private static final Set<String> BEFORE_MAIN = Set.of("-jar", "-m", "--module");

    private JavaCommand() {}

    /**
     * As far as it can be told: argument files are not read, and other programs than {@code java} have words of their own.
     *
     * @param words the program itself first
     * @return empty if it can't be told
     */
    static String main(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (BEFORE_MAIN.contains(word)) {
                return i + 1 < words.size() ? words.get(i + 1) : "";
            }
            if (WITH_A_VALUE.contains(word)) {
                i++;
            } else if (word.startsWith("--module=")) {
                return word.substring("--module=".length());
            } else if (!word.startsWith("-") && !word.startsWith("@")) {
                return word;
            }
        }
        return "";
    }
}
