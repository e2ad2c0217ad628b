package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One digest of the {@link SimEvents} of each hundred seeds, in a file. */
final class GoldenEvents {
    private static final String FILE = "simulations.txt";
    private static final String TITLE =
            "# SHA-256, its beginning, of what pools decide in the simulations of a hundred seeds";
    private static final int HUNDRED = 100;
    private static final int MOST_NAMED = 20;

    private GoldenEvents() {}

    /**
     * Compares those hundreds that are complete, or replaces them in the file.
     *
     * @param first seed
     * @param digests of the events of it and those after it
     */
    static void compare(long first, byte[][] digests) throws IOException {
        Map<Long, String> found = hundreds(first, digests);
        Path file = Golden.file(FILE);
        Map<Long, String> wanted = Golden.isToBeReplaced() && !Files.exists(file) ? new TreeMap<>() : read(file);
        if (Golden.isToBeReplaced()) {
            wanted.putAll(found);
            write(file, wanted);
            return;
        }
        List<String> differ = new ArrayList<>();
        int compared = 0;
        for (Map.Entry<Long, String> hundred : found.entrySet()) {
            String before = wanted.get(hundred.getKey());
            compared += before == null ? 0 : 1;
            if (before != null && !before.equals(hundred.getValue())) {
                differ.add(name(hundred.getKey()));
            }
        }
        assertThat(differ.size()).as(message(differ, compared)).isZero();
    }

    private static String message(List<String> differ, int compared) {
        if (differ.isEmpty()) {
            return "";
        }
        String first = differ.get(0);
        String more = differ.size() > MOST_NAMED ? ", and so on" : "";
        return differ.size() + " of " + compared + " hundreds of simulations decide otherwise than in " + FILE + ": "
                + String.join(", ", differ.subList(0, Math.min(MOST_NAMED, differ.size()))) + more
                + ". What they decide: mvn -B -q -pl core test -Dtest=SimulationTest -Dprewarm.sim.seed=" + first
                + " writes target/simulations/SEED.txt, here and in a clone of what it was before, to be compared by diff -r; "
                + Golden.TO_REPLACE + "\nhundreds that differ";
    }

    private static Map<Long, String> hundreds(long first, byte[][] digests) {
        Map<Long, String> hundreds = new TreeMap<>();
        long end = first + digests.length;
        for (long from = Math.floorDiv(first + HUNDRED - 2, HUNDRED) * HUNDRED + 1;
                from + HUNDRED <= end;
                from += HUNDRED) {
            int at = (int) (from - first);
            hundreds.put(from, Digests.text(Digests.of(Arrays.copyOfRange(digests, at, at + HUNDRED))));
        }
        return hundreds;
    }

    private static String name(long from) {
        return from + "-" + (from + HUNDRED - 1);
    }

    private static Map<Long, String> read(Path file) throws IOException {
        Map<Long, String> digests = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                digests.put(Long.valueOf(line.substring(0, line.indexOf('-'))), line.substring(line.indexOf(' ') + 1));
            }
        }
        return digests;
    }

    private static void write(Path file, Map<Long, String> digests) throws IOException {
        List<String> lines = new ArrayList<>(List.of(TITLE));
        digests.forEach((from, digest) -> lines.add(name(from) + " " + digest));
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
