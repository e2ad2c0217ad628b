package dev.prewarm.it.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The versions of client libraries in {@code client-versions.txt}, under the names they have there. An environment variable,
 * {@code PREWARM_TEST_OKHTTP} or {@code PREWARM_TEST_APACHE}, chooses of them: comma separated, or {@code all}.
 */
public final class Versions {
    private static final String LIST = "/client-versions.txt";
    private static final Map<String, String> VARIABLES =
            Map.of("okhttp", "PREWARM_TEST_OKHTTP", "apache", "PREWARM_TEST_APACHE");

    private Versions() {}

    /** All of the list, the lowest first. */
    public static List<String> listed(String library) {
        try (BufferedReader list = new BufferedReader(
                new InputStreamReader(Versions.class.getResourceAsStream(LIST), StandardCharsets.UTF_8))) {
            return list.lines()
                    .filter(line -> line.startsWith(library + " "))
                    .map(line -> line.substring(library.length()).trim())
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that the environment chooses; without a choice all of the list, or its ends by the profile {@code quick}. */
    public static List<String> chosen(String library) {
        return Quick.isOn() ? ends(library) : named(library);
    }

    private static List<String> named(String library) {
        List<String> named = List.of(choice(library).split(","));
        return listed(library).stream()
                .filter(version ->
                        choice(library).isEmpty() || choice(library).equals("all") || named.contains(version))
                .collect(Collectors.toList());
    }

    /** Those that the environment chooses; without a choice the lowest and the newest. */
    public static List<String> ends(String library) {
        List<String> chosen = named(library);
        return choice(library).isEmpty()
                ? Stream.of(chosen.get(0), chosen.get(chosen.size() - 1))
                        .distinct()
                        .collect(Collectors.toList())
                : chosen;
    }

    private static String choice(String library) {
        return System.getenv().getOrDefault(VARIABLES.getOrDefault(library, ""), "");
    }
}
