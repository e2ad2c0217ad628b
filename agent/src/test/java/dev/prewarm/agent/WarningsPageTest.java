package dev.prewarm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the sources say at WARN can be looked up in docs/warnings.md. */
class WarningsPageTest {
    private static final Path PAGE = Paths.get("..", "docs", "warnings.md");
    private static final List<Path> SOURCES =
            List.of(Paths.get("..", "core", "src", "main", "java"), Paths.get("src", "main", "java"));

    /** What takes the words of a warning, and the methods that make those which are passed on. */
    private static final Pattern SAYING = Pattern.compile("log\\.warn(?=\\()|lastResort(?=\\()|warnings\\.add(?=\\()"
            + "|closer\\.fault(?=\\()|fault(?=\\(CLOSED)|giveUp(?=\\((?:weaving, \"|loaded))|runsShort(?=\\(SHORT)"
            + "|String of\\(Conviction \\w+\\) (?=\\{)|String lacking\\([^)]*\\) (?=\\{)"
            + "|String obstacle\\(ClassLoader [^)]*\\)[^{;]*(?=\\{)");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z]{3,}(?:_[A-Z]+)*\\b");
    private static final Pattern THREE_WORDS = Pattern.compile("\\S+ \\S+ \\S+.*");

    @Test
    void hasEachWarning() throws IOException {
        String page = plain(read(PAGE));
        List<String> all = new ArrayList<>();
        for (Path sources : SOURCES) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).collect(Collectors.toList())) {
                    all.addAll(said(read(file)));
                }
            }
        }

        assertThat(all.stream().filter(each -> !page.contains(each))).isEmpty();
        assertThat(all).as("as many as were seen when this was written").hasSizeGreaterThan(45);
    }

    @Test
    void findsWordsWhereverTheyStand() {
        assertThat(said("log.warn(\"{}: the moon \" + \"has gone (\\\"{}\\\")\", a(\")\"));"))
                .containsExactly(": the moon", "has gone (\"");
        assertThat(said("String WHY = \"nobody knows it\"; x.warn(1); log.warn(WHY);"))
                .containsExactly("nobody knows it");
        assertThat(said("log.info(\"all is well here\");")).isEmpty();
        assertThat(said("static String lacking(int a) { if (a) { return \"{} is not there\"; } } \"not in it\""))
                .containsExactly("is not there");
    }

    /** What stands between the parts that vary, where it is three words or more. */
    private static List<String> said(String source) {
        List<String> fragments = new ArrayList<>();
        Matcher saying = SAYING.matcher(source);
        while (saying.find()) {
            String what = source.substring(saying.end(), endOf(source, saying.end()));
            addLiterals(what, fragments);
            Matcher constant = CONSTANT.matcher(what);
            while (constant.find()) {
                Matcher value = Pattern.compile("String " + constant.group() + " =\\s*" + LITERAL)
                        .matcher(source);
                if (value.find()) {
                    addLiterals(value.group(), fragments);
                }
            }
        }
        return fragments;
    }

    private static void addLiterals(String code, List<String> fragments) {
        Matcher literal = LITERAL.matcher(code);
        while (literal.find()) {
            for (String each : literal.group(1).split("\\{}")) {
                String words = plain(each.replace("\\\"", "\""));
                if (THREE_WORDS.matcher(words).matches()) {
                    fragments.add(words);
                }
            }
        }
    }

    /** Behind the bracket that closes the one that opens there. */
    private static int endOf(String source, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < source.length(); i++) {
            char c = source.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == '{')) {
                depth++;
            } else if (!quoted && (c == ')' || c == '}') && --depth == 0) {
                return i;
            }
        }
        return source.length();
    }

    private static String plain(String text) {
        return text.replace("`", "").replaceAll("\\s+", " ").strip();
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
