package dev.prewarm.it.compatibility;

import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which releases a list lacks that has the newest of each minor. Pre-releases (alpha, beta, RC, M) are none. */
final class Releases {
    private static final Pattern RELEASE = Pattern.compile("(\\d+\\.\\d+)(\\.\\d+)*");

    private Releases() {}

    /**
     * @param listed the lowest first: nothing before it is looked at
     * @return a line for each minor whose newest release is not in the list, and for each version of the list that was never
     *     released
     */
    static List<String> beyond(List<String> listed, List<String> released) {
        Version lowest = Version.parse(listed.get(0));
        Map<Version, String> newest = newestOfMinors(released.stream()
                .filter(release -> isRelease(release) && Version.parse(release).compareTo(lowest) >= 0));
        Map<Version, String> known = newestOfMinors(listed.stream());
        List<String> lines = new ArrayList<>();
        newest.forEach((minor, release) -> {
            String has = known.get(minor);
            if (has == null || Version.parse(release).compareTo(Version.parse(has)) > 0) {
                lines.add(release + " is released, the list has "
                        + (has == null ? "none of " + minor : has + " as the newest of " + minor));
            }
        });
        listed.stream()
                .filter(version -> !released.contains(version))
                .forEach(version -> lines.add(version + " is in the list, but was never released"));
        return lines;
    }

    private static boolean isRelease(String version) {
        return RELEASE.matcher(version).matches();
    }

    private static Map<Version, String> newestOfMinors(Stream<String> versions) {
        return versions.collect(Collectors.toMap(
                Releases::minor,
                version -> version,
                BinaryOperator.maxBy(Comparator.comparing(Version::parse)),
                TreeMap::new));
    }

    private static Version minor(String version) {
        Matcher matcher = RELEASE.matcher(version);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a release: " + version);
        }
        return Version.parse(matcher.group(1));
    }
}
