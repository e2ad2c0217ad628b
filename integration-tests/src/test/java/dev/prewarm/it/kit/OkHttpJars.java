package dev.prewarm.it.kit;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** OkHttp by version, with what it needs by its own POM. */
public final class OkHttpJars {
    private OkHttpJars() {}

    /** The two ends of the range, the lowest first, or those that {@code PREWARM_TEST_OKHTTP} names. */
    public static List<String> versions() {
        return Versions.ends("okhttp");
    }

    public static String newest() {
        return versions().get(versions().size() - 1);
    }

    /** Puts one version on a child's class path. */
    public static Child.Launch on(Child.Launch launch, String version) {
        jars(version).forEach(launch::classPath);
        return launch;
    }

    /** Its class path. */
    public static String of(String version) {
        return jars(version).stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Its jars, OkHttp's own first. */
    public static List<Path> jars(String version) {
        // From 5 on the artifact okhttp only points to that for the JVM, by Gradle's metadata.
        String artifact = version.startsWith("5.") ? "okhttp-jvm" : "okhttp";
        return Artifacts.resolve("com.squareup.okhttp3:" + artifact + ":" + version);
    }
}
