package dev.prewarm.it.kit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program in a JVM of its own: the agent can only be tested from outside. The class path of the child is the test
 * classes alone (no JUnit, no Prewarm class), and its environment is cleaned of anything that steers a JVM or the agent.
 * Close it (try-with-resources): whatever happened, the process is gone afterwards.
 *
 * <pre>{@code
 * try (Child child = Child.of(jdk, Requests.class).agent().property("prewarm.origins", origin).args("url=" + origin).start()) {
 *     child.awaitExit();
 * }
 * }</pre>
 */
public final class Child implements AutoCloseable {
    private final Process process;
    private final Jdk jdk;
    private final Lines out;
    private final Lines err;

    private Child(Process process, Jdk jdk, boolean readsErr) {
        this.process = Leftovers.track(process);
        this.jdk = jdk;
        this.out = new Lines("child-out-" + process.pid(), process.getInputStream());
        this.err = new Lines(
                "child-err-" + process.pid(), readsErr ? process.getErrorStream() : InputStream.nullInputStream());
    }

    public static Launch of(Jdk jdk, Class<?> main) {
        return of(jdk, main.getName());
    }

    /** A program that is no test class: {@link Launch#classPath} says where it is. */
    public static Launch of(Jdk jdk, String main) {
        return new Launch(jdk, main);
    }

    /** The command line in the agent's jar, {@code java -jar prewarm-agent.jar ...}. */
    public static Launch ofCommandLine(Jdk jdk, String... arguments) {
        return new Launch(jdk, null).args(arguments);
    }

    /** The agent under test: {@code agent/target/prewarm-agent.jar}. */
    public static Path agentJar() {
        String jar = System.getProperty("prewarm.it.agent");
        if (jar == null || !Files.isRegularFile(Paths.get(jar))) {
            throw new IllegalStateException("no agent jar at prewarm.it.agent=" + jar + ": run mvn package first");
        }
        return Paths.get(jar).toAbsolutePath().normalize();
    }

    /** What the class path of each child begins with. */
    static Path testClasses() {
        return whereIs(Child.class);
    }

    /** The jar or directory of a class of the tests' own class path. */
    static Path whereIs(Class<?> type) {
        try {
            return Paths.get(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it wrote to stdout so far; all of it after {@link #awaitExit()}. */
    public List<String> out() {
        return out.soFar();
    }

    /** What it wrote to stderr so far; all of it after {@link #awaitExit()}. */
    public List<String> err() {
        return err.soFar();
    }

    /** Waits for a line on stdout that starts so, and returns it. */
    public String awaitLine(String start) {
        return awaitLines(start, 1).get(0);
    }

    /** Waits for that many lines on stdout that start so. Fails at once when the program ends without them. */
    public List<String> awaitLines(String start, int count) {
        List<String> found = new ArrayList<>();
        try {
            Await.until("the child prints " + count + " x \"" + start + "\"", () -> {
                boolean ended = !process.isAlive();
                if (ended) {
                    out.awaitEnd();
                }
                found.clear();
                out.soFar().stream().filter(line -> line.startsWith(start)).forEach(found::add);
                if (ended && found.size() < count) {
                    throw new ChildEnded();
                }
                return found.size() >= count;
            });
        } catch (ChildEnded ended) {
            throw failure(
                    "ended with " + process.exitValue() + " before it printed " + count + " x \"" + start + "\"", "");
        } catch (AssertionError late) {
            throw failure(late.getMessage(), threadDump());
        }
        return found;
    }

    /** Its exit code, within {@link Await#PATIENCE}. */
    public int awaitExit() {
        return awaitExit(Await.PATIENCE);
    }

    /** Its exit code. In time, or the failure shows its output and its threads. */
    public int awaitExit(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("still runs after " + patience, threadDump());
            }
            out.awaitEnd();
            err.awaitEnd();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the child", e);
        }
    }

    /** As {@link #awaitExit()}; any other exit code than 0 fails with the child's output. */
    public Child awaitSuccess() {
        return awaitSuccess(Await.PATIENCE);
    }

    /** For a program that takes long; otherwise as {@link #awaitSuccess()}. */
    public Child awaitSuccess(Duration patience) {
        int code = awaitExit(patience);
        if (code != 0) {
            throw failure("ended with " + code, "");
        }
        return this;
    }

    /** One line to its stdin. */
    public void send(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw failure("does not read its stdin: " + e, "");
        }
    }

    /** SIGTERM: shutdown hooks run. By its handle: {@link Process#destroy} would close the pipes, and with them our eyes. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All it wrote, to put into a failure's message. */
    public String output() {
        return "--- stdout\n" + String.join("\n", out()) + "\n--- stderr\n" + String.join("\n", err()) + "\n";
    }

    private AssertionError failure(String what, String more) {
        return new AssertionError("child " + pid() + " on " + jdk + ": " + what + "\n" + output() + more);
    }

    private String threadDump() {
        try {
            Process jstack =
                    Leftovers.track(new ProcessBuilder(jdk.tool("jstack").toString(), String.valueOf(pid()))
                            .redirectErrorStream(true)
                            .start());
            Lines dump = new Lines("jstack-" + pid(), jstack.getInputStream());
            if (!jstack.waitFor(10, TimeUnit.SECONDS)) {
                jstack.destroyForcibly();
            }
            dump.awaitEnd();
            return "--- threads\n" + String.join("\n", dump.soFar());
        } catch (IOException e) {
            return "--- no thread dump: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "--- no thread dump: interrupted";
        }
    }

    /** Ends a wait at once: an error, so that {@link Await} does not poll on. */
    private static final class ChildEnded extends Error {}

    /** How to start it. */
    public static final class Launch {
        private static final List<String> VERIFY_ALL = List.of(
                "-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal", "-XX:+BytecodeVerificationRemote");

        /** Most children are over before a better compiler would have paid. */
        private static final String COMPILE_QUICKLY = "-XX:TieredStopAtLevel=1";

        private final Jdk jdk;
        private final String main;
        private final List<String> flags = new ArrayList<>();
        private final List<String> args = new ArrayList<>();
        private final List<String> env = new ArrayList<>();
        private String classPath = testClasses().toString();
        private String javaagent;
        private String recorder;
        private boolean readsErr = true;
        private boolean verified;

        /** @param main null for the one of the agent's jar */
        private Launch(Jdk jdk, String main) {
            this.jdk = jdk;
            this.main = main;
        }

        /** With the agent under test. */
        public Launch agent() {
            return agent("");
        }

        /** With the agent under test and these agent arguments. */
        public Launch agent(String arguments) {
            return agent(agentJar(), arguments);
        }

        /** With another agent jar, say a renamed one. */
        public Launch agent(Path jar, String arguments) {
            javaagent = "-javaagent:" + jar + (arguments.isEmpty() ? "" : "=" + arguments);
            return this;
        }

        /** With the agent, or without, whatever an earlier call said. */
        public Launch agent(boolean with) {
            javaagent = null;
            return with ? agent() : this;
        }

        /** It prints at its end which classes were changed between their loading and their use; see {@link Recorder}. */
        public Launch recorded() {
            recorder = "-javaagent:" + Recorder.jar();
            return this;
        }

        public Launch property(String name, Object value) {
            flags.add("-D" + name + "=" + value);
            return this;
        }

        public Launch env(String name, String value) {
            env.add(name);
            env.add(value);
            return this;
        }

        /** Its stderr is a pipe that nobody reads. */
        public Launch errUnread() {
            readsErr = false;
            return this;
        }

        /** More JVM flags. */
        public Launch jvm(String... more) {
            flags.addAll(Arrays.asList(more));
            return this;
        }

        /** Every class is verified, the JDK's own and those already checked, too: what is woven must be sound. Takes twice the time to start. */
        public Launch verified() {
            verified = true;
            return this;
        }

        /** More class path, behind the test classes. */
        public Launch classPath(Path entry) {
            classPath += File.pathSeparator + entry;
            return this;
        }

        public Launch args(String... more) {
            args.addAll(Arrays.asList(more));
            return this;
        }

        public Child start() {
            List<String> command = new ArrayList<>();
            command.add(jdk.tool("java").toString());
            command.add(COMPILE_QUICKLY);
            if (verified) {
                command.addAll(VERIFY_ALL);
            }
            command.addAll(flags);
            if (recorder != null) {
                command.add(recorder + "=before");
            }
            if (javaagent != null) {
                command.add(javaagent);
            }
            if (recorder != null) {
                command.add(recorder + "=after");
            }
            command.addAll(main == null ? List.of("-jar", agentJar().toString()) : List.of("-cp", classPath, main));
            command.addAll(args);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(Launch::steers);
            for (int i = 0; i < env.size(); i += 2) {
                builder.environment().put(env.get(i), env.get(i + 1));
            }
            try {
                return new Child(builder.start(), jdk, readsErr);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean steers(String variable) {
            return variable.startsWith("PREWARM")
                    || variable.endsWith("JAVA_OPTIONS")
                    || variable.equals("JAVA_TOOL_OPTIONS")
                    || variable.equals("CLASSPATH");
        }
    }
}
