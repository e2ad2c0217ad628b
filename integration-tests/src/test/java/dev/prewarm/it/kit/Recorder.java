package dev.prewarm.it.kit;

import dev.prewarm.it.programs.ChangedClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** The agent of the tests' own, {@link ChangedClasses}, and what it printed. */
public final class Recorder {
    private static final String CHANGED = "changed ";

    private Recorder() {}

    /** Only a manifest: the class is on the child's class path. */
    static Path jar() {
        return jarOf(ChangedClasses.class);
    }

    /** Of an agent of the tests' own. */
    public static synchronized Path jarOf(Class<?> agent) {
        Path jar = Scratch.shared().resolve(agent.getSimpleName() + ".jar");
        if (!Files.exists(jar)) {
            Manifest manifest = new Manifest();
            Attributes main = manifest.getMainAttributes();
            main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            main.putValue("Premain-Class", agent.getName());
            main.putValue("Can-Retransform-Classes", "true");
            try {
                new JarOutputStream(Files.newOutputStream(jar), manifest).close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jar;
    }

    /** Names, with slashes, of the classes that are not as they were on disk; after the child's end. */
    public static List<String> changed(Child child) {
        if (child.out().stream().noneMatch(line -> line.matches("classes seen: [1-9]\\d{2,}"))) {
            throw new AssertionError("nothing was recorded\n" + child.output());
        }
        return child.out().stream()
                .filter(line -> line.startsWith(CHANGED))
                .map(line -> line.substring(CHANGED.length()))
                .collect(Collectors.toList());
    }
}
