package dev.prewarm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * docs/reliability.md is complete and true: its tables name every place in the code that they are about, and no other. The first
 * cell of a row names what is there, as {@code `Type.method`} or {@code `Type.*`}, the second in which classes.
 */
class ReliabilityTest {
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @ParameterizedTest
    @EnumSource(Place.Kind.class)
    void namesEachPlaceAndNoOther(Place.Kind kind) throws IOException {
        Set<Place> places = Place.all(kind);
        List<Row> rows = rows(kind.heading());

        assertThat(places.stream().filter(place -> rows.stream().noneMatch(row -> row.names(place))))
                .as("not in the table of docs/reliability.md: " + kind.heading())
                .isEmpty();
        Set<String> stale = new TreeSet<>();
        for (Row row : rows) {
            row.classes.stream()
                    .filter(type ->
                            places.stream().noneMatch(place -> place.type().equals(type) && row.names(place)))
                    .forEach(type -> stale.add(type + ": none of " + row.things));
            row.things.stream()
                    .filter(thing -> places.stream()
                            .noneMatch(place -> row.classes.contains(place.type()) && matches(thing, place.thing())))
                    .forEach(thing -> stale.add(thing + " in none of " + row.classes));
        }
        assertThat(stale).as("in the table, and not in the code").isEmpty();
    }

    private static List<Row> rows(String heading) throws IOException {
        List<String> lines = Files.readAllLines(docs());
        int start = lines.indexOf("## " + heading);
        assertThat(start).as("a heading " + heading).isNotNegative();
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(start + 1, lines.size())) {
            if (line.startsWith("## ")) {
                break;
            }
            if (line.startsWith("| `")) {
                rows.add(new Row(line));
            }
        }
        return rows;
    }

    private static Path docs() {
        Path here = Paths.get("").toAbsolutePath();
        return (Files.isDirectory(here.resolve("docs")) ? here : here.getParent()).resolve("docs/reliability.md");
    }

    private static boolean matches(String thing, String found) {
        return thing.endsWith("*") ? found.startsWith(thing.substring(0, thing.length() - 1)) : found.equals(thing);
    }

    private static final class Row {
        final Set<String> things;
        final Set<String> classes;

        Row(String line) {
            String[] cells = line.split("(?<!\\\\)\\|");
            things = names(cells[1]);
            classes = names(cells[2]);
        }

        private static Set<String> names(String cell) {
            Matcher names = NAME.matcher(cell);
            return names.results().map(each -> each.group(1)).collect(Collectors.toCollection(TreeSet::new));
        }

        boolean names(Place place) {
            return classes.contains(place.type()) && things.stream().anyMatch(thing -> matches(thing, place.thing()));
        }
    }
}
