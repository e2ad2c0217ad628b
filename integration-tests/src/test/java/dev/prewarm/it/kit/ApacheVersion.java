package dev.prewarm.it.kit;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** One version of Apache HttpClient 5, with what it needs by its own POM. */
public final class ApacheVersion {
    private final String version;

    private ApacheVersion(String version) {
        this.version = version;
    }

    /** The lowest first: the two ends of the range, or those that {@code PREWARM_TEST_APACHE} names. */
    public static List<ApacheVersion> all() {
        return Versions.ends("apache").stream().map(ApacheVersion::of).collect(Collectors.toList());
    }

    public static ApacheVersion of(String version) {
        return new ApacheVersion(version);
    }

    public static ApacheVersion lowest() {
        return all().get(0);
    }

    public static ApacheVersion newest() {
        return all().get(all().size() - 1);
    }

    /** The two ends of the range. */
    public static List<ApacheVersion> ends() {
        return all().size() == 1 ? all() : List.of(lowest(), newest());
    }

    /** Its jars, HttpClient's own first. */
    public List<Path> jars() {
        return Artifacts.resolve("org.apache.httpcomponents.client5:httpclient5:" + version);
    }

    /** Puts them on a child's class path. */
    public Child.Launch on(Child.Launch launch) {
        jars().forEach(launch::classPath);
        return launch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApacheVersion && version.equals(((ApacheVersion) other).version);
    }

    @Override
    public int hashCode() {
        return version.hashCode();
    }

    @Override
    public String toString() {
        return "Apache HttpClient " + version;
    }
}
