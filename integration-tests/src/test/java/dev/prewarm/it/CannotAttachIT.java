package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Jlink;
import dev.prewarm.it.kit.StatusReader;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Bare;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** JVMs that can't be attached to: one line says why, and nothing is done to them. */
class CannotAttachIT {

    /** Asked all the same, HotSpot would print all its stacks. */
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void whereThatIsSwitchedOff(Jdk jdk) {
        for (String flag : new String[] {"-XX:+UsePerfData", "-XX:-UsePerfData"}) {
            try (Upstream upstream = Upstream.http().start();
                    Child child = bare(jdk, upstream)
                            .jvm("-XX:+DisableAttachMechanism", flag)
                            .start()) {
                child.awaitLine("200");
                refused(jdk, child, " can't be attached to: it was started with -XX:+DisableAttachMechanism");
                child.send("enough");
                child.awaitSuccess();
                assertThat(child.out()).as(flag).containsOnly("200");
                assertThat(child.err()).as(flag).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void byARuntimeWithoutTheModule(Jdk jdk, @TempDir Path directory) throws Exception {
        Jdk image = Jlink.image(jdk, directory.resolve("image"), "java.base");
        try (Upstream upstream = Upstream.http().start();
                Child child = bare(jdk, upstream).start()) {
            child.awaitLine("200");
            assertThat(attach(image, child).err())
                    .containsExactly(
                            "prewarm: this Java runtime has no module jdk.attach: run the command with the java"
                                    + " of a JDK");
        }
    }

    @Test
    void byAnotherUser() throws Exception {
        assumeTrue(isRoot(), "another user can be had by root alone");
        Path directory = Files.createTempDirectory(
                Path.of("/tmp"),
                "prewarm-it-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path jar = Files.copy(Child.agentJar(), directory.resolve("prewarm-agent.jar"));
        try (Upstream upstream = Upstream.http().start();
                Child child = bare(Jdks.current(), upstream).agent().start()) {
            child.awaitLine("200");
            String pid = Long.toString(child.pid());
            Await.until("it publishes", () -> !StatusReader.files(child).isEmpty());
            assertThat(saidToNobody(jar, "attach", pid, "enabled=false"))
                    .containsExactly("prewarm: process " + pid
                            + " belongs to another user: run the command as that user, or" + " as root");
            assertThat(saidToNobody(jar, "status", pid))
                    .containsExactly(
                            "prewarm: the status of process " + pid + " can only be read by the user it runs as: "
                                    + StatusReader.files(child).get(0));
            assertThat(saidToNobody(jar, "list", "--json")).noneMatch(line -> line.contains(": " + pid + ","));
        } finally {
            Files.delete(jar);
            Files.delete(directory);
        }
    }

    @Test
    void inAnotherContainer() throws Exception {
        assumeTrue(isRoot(), "a PID namespace can be had by root alone");
        List<String> command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child", java()));
        command.addAll(List.of("-cp", testClasses(), Bare.class.getName()));
        try (Upstream upstream = Upstream.http().start()) {
            command.addAll(List.of(upstream.url("/bytes/10"), "600"));
            Process unshare = new ProcessBuilder(command).start();
            try {
                Await.until("it runs", () -> upstream.requests() > 0);
                String inside = Long.toString(
                        unshare.children().findFirst().orElseThrow().pid());
                assertThat(said(java(), "-jar", Child.agentJar().toString(), "attach", inside))
                        .containsExactly("prewarm: process " + inside
                                + " runs in another container (PID namespace): run the command inside it");
                String outside = Long.toString(ProcessHandle.current().pid());
                assertThat(said(
                                "unshare",
                                "--pid",
                                "--fork",
                                "--mount-proc",
                                java(),
                                // Its file would be that of the JVM that has its number in the other namespace.
                                "-XX:-UsePerfData",
                                "-jar",
                                Child.agentJar().toString(),
                                "attach",
                                outside))
                        .containsExactly("prewarm: there is no process " + outside
                                + " in this container, which sees only its own");
            } finally {
                unshare.destroyForcibly();
            }
        }
    }

    private static Child.Launch bare(Jdk jdk, Upstream upstream) {
        return Child.of(jdk, Bare.class).args(upstream.url("/bytes/10"), "600");
    }

    private static void refused(Jdk jdk, Child target, String why) {
        assertThat(attach(jdk, target).err()).containsExactly("prewarm: process " + target.pid() + why);
    }

    private static Child attach(Jdk jdk, Child target) {
        try (Child command = Child.ofCommandLine(jdk, "attach", Long.toString(target.pid()), "enabled=false")
                .start()) {
            assertThat(command.awaitExit()).as(command.output()).isEqualTo(1);
            return command;
        }
    }

    private static boolean isRoot() {
        return Optional.of("root").equals(ProcessHandle.current().info().user());
    }

    private static String java() {
        return Jdks.current().tool("java").toString();
    }

    private static String testClasses() throws Exception {
        return Path.of(Bare.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    private static List<String> saidToNobody(Path jar, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        all.addAll(List.of(java(), "-jar", jar.toString()));
        all.addAll(List.of(command));
        return said(all.toArray(new String[0]));
    }

    private static List<String> said(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said.lines().collect(Collectors.toList());
    }
}
