package dev.prewarm.it.compatibility;

import dev.prewarm.it.kit.ApacheVersion;
import dev.prewarm.it.kit.Artifacts;
import dev.prewarm.it.kit.OkHttpJars;
import dev.prewarm.it.kit.Versions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A client whose versions have a section in the table. */
enum TestedClient {
    JDK("java.net.http.HttpClient", "jdk", "jdk", "java.net.http.HttpClient of JDK "),
    OKHTTP("OkHttp", "okhttp", "okhttp", "OkHttp "),
    APACHE_CLASSIC("Apache HttpClient 5, classic", "apache", "apache-classic", "Apache HttpClient "),
    APACHE_ASYNC("Apache HttpClient 5, async", "apache", "apache-async", "Apache HttpClient "),
    OKHTTP_BEFORE("OkHttp before 3.14", "okhttp-before", "okhttp", null),
    APACHE_BEFORE("Apache HttpClient before 5", "apache-before", "apache-before", null);

    /** What stands in the place of a version where the client comes with the JDK. */
    static final String OF_THE_JDK = "of the JDK";

    private static final int IN_ONE_JVM = 4;

    private final String title;
    private final String library;
    private final String sender;
    private final String told;

    TestedClient(String title, String library, String sender, String told) {
        this.title = title;
        this.library = library;
        this.sender = sender;
        this.told = told;
    }

    /** The heading of its section. */
    String title() {
        return title;
    }

    /** Its name in client-versions.txt; clients of one library run in one JVM. */
    String library() {
        return library;
    }

    /** Its name for the programs. */
    String sender() {
        return sender;
    }

    /** Its name in reports. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the agent's log says when that version is woven. */
    Pattern told(String version, int jdk) {
        String name = this == JDK ? Pattern.quote(told + jdk) + "[.\\d]*" : Pattern.quote(told + version);
        return Pattern.compile(" INFO " + name + " uses pre-warmed connections$");
    }

    /** Not one that Prewarm knows: to be left as it is, in silence. */
    boolean staysStock() {
        return told == null;
    }

    /** All that the table must have. */
    List<String> versions() {
        return this == JDK ? List.of(OF_THE_JDK) : Versions.listed(library);
    }

    /** Those to run: fewer, if the environment says so. */
    List<String> chosen() {
        return this == JDK ? List.of(OF_THE_JDK) : Versions.chosen(library);
    }

    /** The versions, a few for each JVM. */
    static List<List<String>> groups(List<String> versions) {
        return IntStream.range(0, (versions.size() + IN_ONE_JVM - 1) / IN_ONE_JVM)
                .mapToObj(i -> versions.subList(i * IN_ONE_JVM, Math.min(versions.size(), (i + 1) * IN_ONE_JVM)))
                .collect(Collectors.toList());
    }

    /** Of {@code jdks}: all for the oldest and the newest versions; those between differ by the client's classes, not by the JDK. */
    static <T> List<T> jdks(List<List<String>> groups, List<String> group, List<T> jdks) {
        int i = groups.indexOf(group);
        return i == 0 || i == groups.size() - 1 ? jdks : List.of(jdks.get(i % jdks.size()));
    }

    /** Whether the table must have that version on that one of {@code jdks}. */
    boolean isRun(String version, int jdk, List<Integer> jdks) {
        List<List<String>> groups = groups(versions());
        return groups.stream()
                .anyMatch(group ->
                        group.contains(version) && jdks(groups, group, jdks).contains(jdk));
    }

    List<Path> jars(String version) {
        switch (this) {
            case JDK:
                return List.of();
            case OKHTTP:
            case OKHTTP_BEFORE:
                return OkHttpJars.jars(version);
            case APACHE_BEFORE:
                return Artifacts.resolve("org.apache.httpcomponents:httpclient:" + version);
            default:
                return ApacheVersion.of(version).jars();
        }
    }
}
