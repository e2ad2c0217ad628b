package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** OkHttp by version, with what it needs, as Maven resolves it: once per build directory. */
public final class OkHttpJars {
    private static final Path CACHE = Paths.get("target", "okhttp");

    private OkHttpJars() {}

    /** Of {@code okhttp-versions.txt} the lowest and the newest, or those that {@code PREWARM_TEST_OKHTTP} names. */
    public static List<String> versions() {
        try (Stream<String> lines = Files.lines(Paths.get("src", "test", "resources", "okhttp-versions.txt"))) {
            return Versions.underTest(
                    "PREWARM_TEST_OKHTTP",
                    lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .collect(Collectors.toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String newest() {
        return versions().get(versions().size() - 1);
    }

    /** Puts one version on a child's class path. */
    public static Child.Launch on(Child.Launch launch, String version) {
        for (String jar : of(version).split(":")) {
            launch.classPath(Paths.get(jar));
        }
        return launch;
    }

    /** Its class path. */
    public static synchronized String of(String version) {
        Path cached = CACHE.resolve(version + ".classpath").toAbsolutePath();
        try {
            if (!Files.exists(cached)) {
                Files.createDirectories(CACHE);
                resolve(version, cached);
            }
            return Files.readString(cached).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void resolve(String version, Path into) throws IOException, InterruptedException {
        Path pom = CACHE.resolve(version + ".pom").toAbsolutePath();
        // From 5 on the artifact okhttp only points to that for the JVM, by Gradle's metadata.
        String artifact = version.startsWith("5.") ? "okhttp-jvm" : "okhttp";
        Files.writeString(
                pom,
                "<project><modelVersion>4.0.0</modelVersion><groupId>dev.prewarm.it</groupId>"
                        + "<artifactId>okhttp-jars</artifactId><version>1</version><dependencies><dependency>"
                        + "<groupId>com.squareup.okhttp3</groupId><artifactId>" + artifact + "</artifactId><version>"
                        + version + "</version></dependency></dependencies></project>");
        Path log = CACHE.resolve(version + ".log").toAbsolutePath();
        Process maven = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-q",
                        "-f",
                        pom.toString(),
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=" + into)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!maven.waitFor(3, TimeUnit.MINUTES) || maven.exitValue() != 0) {
            maven.destroyForcibly();
            throw new IllegalStateException("OkHttp " + version + " not resolved: " + Files.readString(log));
        }
    }
}
