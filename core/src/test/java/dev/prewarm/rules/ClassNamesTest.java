package dev.prewarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A name means one class: in what is searched, logged and talked about, nobody says which package. */
class ClassNamesTest {
    private static final Pattern TOP_LEVEL =
            Pattern.compile("(?m)^(?:(?:public|abstract|final|strictfp) )*(?:class|interface|enum|@interface) (\\w+)");

    @Test
    void noTwoClassesHaveOneName() throws IOException {
        Map<String, TreeSet<String>> files = new TreeMap<>();
        for (Path file : SourceTree.javaFiles()) {
            Matcher declared = TOP_LEVEL.matcher(Files.readString(file));
            while (declared.find()) {
                files.computeIfAbsent(declared.group(1), name -> new TreeSet<>())
                        .add(SourceTree.ROOT.relativize(file).toString());
            }
        }
        assertThat(files).hasSizeGreaterThan(300);
        files.values().removeIf(each -> each.size() == 1);
        assertThat(files).isEmpty();
    }
}
