package dev.prewarm.it.kit;

import dev.prewarm.it.programs.InFelix;
import dev.prewarm.it.programs.InJBossModules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.jboss.modules.LocalModuleLoader;

/** The program {@code Answered} in a container whose class loaders show an application only what it has asked for. */
public final class Containers {
    /** The number of its requests by each client to each origin. */
    public static final int REQUESTS = 8;

    private static final String PROGRAM = "Answered";
    private static final List<String> JDK_MODULES = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "jdk.net");

    private static final Map<String, Path> COMPILED = new HashMap<>();

    private Containers() {}

    /** Its classes. */
    public static Path program() {
        return compiled(PROGRAM);
    }

    /** The classes of a program that uses any of the clients. */
    public static synchronized Path compiled(String program) {
        return COMPILED.computeIfAbsent(
                program,
                name -> RealProgram.compile(
                        name,
                        Stream.concat(
                                        OkHttpJars.jars(OkHttpJars.newest()).stream(),
                                        ApacheVersion.newest().jars().stream())
                                .collect(Collectors.toList())));
    }

    /** One module with the program and these jars. */
    public static Child.Launch jbossModules(Jdk jdk, List<Path> jars) {
        Path modules = Scratch.directory("modules");
        String resources = Stream.concat(Stream.of(program()), jars.stream())
                .map(each -> "<resource-root path=\"" + each + "\"/>")
                .collect(Collectors.joining());
        String dependencies = JDK_MODULES.stream()
                .map(each -> "<module name=\"" + each + "\"/>")
                .collect(Collectors.joining());
        write(
                modules.resolve("app/main/module.xml"),
                "<module xmlns=\"urn:jboss:module:1.9\" name=\"app\"><main-class name=\"" + PROGRAM
                        + "\"/><resources>" + resources + "</resources><dependencies>" + dependencies
                        + "</dependencies></module>");
        return Child.of(jdk, InJBossModules.class)
                .classPath(Child.whereIs(LocalModuleLoader.class))
                .args(modules.toString());
    }

    /**
     * One bundle with the program and these jars.
     *
     * @param property of the framework, {@code name=value}
     */
    public static Child.Launch felix(Jdk jdk, List<Path> jars, String property) {
        Path bundle = Scratch.directory("bundle");
        List<String> names = new ArrayList<>();
        for (Path each : jars) {
            names.add(each.getFileName().toString());
            copy(each, bundle.resolve(each.getFileName()));
        }
        try (Stream<Path> classes = Files.list(program())) {
            classes.forEach(each -> copy(each, bundle.resolve(each.getFileName())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write(
                bundle.resolve("META-INF/MANIFEST.MF"),
                "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: app\nBundle-ClassPath: .,\n  "
                        + String.join(",\n  ", names) + "\nDynamicImport-Package: *\n");
        return Child.of(jdk, InFelix.class)
                .classPath(Child.whereIs(FrameworkFactory.class))
                .args("reference:" + bundle.toUri())
                .args(Scratch.directory("felix").toString(), property, PROGRAM);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
