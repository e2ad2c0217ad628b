package dev.prewarm.agent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;

/** A running JVM, as files show it: nothing is asked of it, nothing is loaded into it. */
final class JavaProcess {
    private final TargetProcess process;
    private final Map<String, String> perfData;

    private JavaProcess(TargetProcess process, Map<String, String> perfData) {
        this.process = process;
        this.perfData = perfData;
    }

    /** Null if it is no JVM, or none that we may look at. */
    static JavaProcess of(TargetProcess process) {
        boolean isJvm = Files.exists(process.statusFile()) || isJvm(process);
        return isJvm ? new JavaProcess(process, perfData(process)) : null;
    }

    long pid() {
        return process.pid();
    }

    /** Its main class, jar or module; its program where that is not known. */
    String main() {
        // Its arguments, which follow, may hold a password.
        String main = perfData.getOrDefault("sun.rt.javaCommand", "").split(" ", 2)[0];
        if (main.isEmpty()) {
            main = JavaCommand.main(process.commandLine());
        }
        return main.isEmpty() ? process.handle().info().command().orElse("") : main;
    }

    /** Its version; empty if that is not known. */
    String java() {
        return perfData.getOrDefault("java.property.java.version", "");
    }

    /** Whether it listens to those that attach, as far as that is to be seen. */
    boolean canBeAttachedTo() {
        String capabilities = perfData.getOrDefault("sun.rt.jvmCapabilities", "");
        return capabilities.isEmpty()
                ? !process.commandLine().contains("-XX:+DisableAttachMechanism")
                : capabilities.startsWith("1");
    }

    /**
     * What its agent has published; null if there is nothing.
     *
     * @throws CommandFailure if that can't be read
     */
    ListedAgent agent() {
        return Files.exists(process.statusFile())
                ? PublishedStatus.read(pid(), PublishedStatus.of(process), ListedAgent::of)
                : null;
    }

    private static Map<String, String> perfData(TargetProcess process) {
        Path directory = process.temporary(temporary());
        try (DirectoryStream<Path> each = Files.newDirectoryStream(directory, "hsperfdata_*")) {
            for (Path ofUser : each) {
                Path file = ofUser.resolve(Long.toString(process.ownPid()));
                if (Files.isReadable(file) && process.owns(file)) {
                    return PerfData.texts(file);
                }
            }
        } catch (IOException | RuntimeException notToBeSeen) {
            // As if it had none.
        }
        return Map.of();
    }

    /** Where HotSpot keeps such files: on Linux never in {@code java.io.tmpdir}. */
    private static Path temporary() {
        return Files.isDirectory(Paths.get("/proc/self"))
                ? Paths.get("/tmp")
                : Paths.get(System.getProperty("java.io.tmpdir"));
    }

    /** By what it has loaded: the file of an earlier process of that number, or of another container's, may be left over. */
    private static boolean isJvm(TargetProcess process) {
        List<String> program = process.commandLine();
        if (program.isEmpty()) {
            return false;
        }
        Path maps = Paths.get("/proc", Long.toString(process.pid()), "maps");
        try {
            return new String(Files.readAllBytes(maps), StandardCharsets.UTF_8).contains("/libjvm.so");
        } catch (NoSuchFileException noProc) {
            return !perfData(process).isEmpty() || isJava(process, program);
        } catch (IOException denied) {
            return isJava(process, program);
        }
    }

    private static boolean isJava(TargetProcess process, List<String> program) {
        return process.handle().info().command().orElse(program.get(0)).matches("(.*[/\\\\])?javaw?(\\.exe)?");
    }
}
