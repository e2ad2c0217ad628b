package dev.prewarm.demo;

import dev.prewarm.agent.cli.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Programs of this JVM's own java.home, run to their end, none of which outlives this JVM. */
final class ChildProcesses implements AutoCloseable {
    private static final int LINES_KEPT = 20;
    /** These would put agents and options into JVMs that are to be compared. */
    private static final Set<String> NOT_INHERITED = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Path bin = Path.of(System.getProperty("java.home"), "bin");
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final Thread hook = new Thread(this::killAll, "prewarm-demo-kill");

    ChildProcesses() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Runs a program of the JDK and hands each line of its stdout on.
     *
     * @throws CommandFailure if there is no such program, or it takes longer than the limit
     */
    Ended run(String program, List<String> arguments, Duration limit, Consumer<String> stdout)
            throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(find(program).toString()));
        command.addAll(arguments);
        try {
            return follow(start(command), program, limit, stdout);
        } catch (IOException e) {
            throw new CommandFailure("could not run " + program, e);
        }
    }

    private Path find(String program) {
        for (String name : List.of(program, program + ".exe")) {
            if (Files.isExecutable(bin.resolve(name))) {
                return bin.resolve(name);
            }
        }
        throw new CommandFailure("the demo needs " + program + ", and there is none in " + bin);
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> NOT_INHERITED.contains(name)
                        || name.toUpperCase(Locale.ROOT).startsWith("PREWARM_"));
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private Ended follow(Process process, String program, Duration limit, Consumer<String> stdout)
            throws IOException, InterruptedException {
        running.add(process);
        try {
            CompletableFuture<Void> tooLate = killAfter(limit, process);
            CompletableFuture<Collection<String>> stderr = lastLines(process.getErrorStream());
            eachLine(process.getInputStream(), stdout);
            int code = process.waitFor();
            if (tooLate.isDone()) {
                throw new CommandFailure(program + " was ended: it took longer than " + limit.toSeconds() + " s");
            }
            tooLate.cancel(false);
            return new Ended(code, stderr.get());
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            process.destroyForcibly();
            running.remove(process);
        }
    }

    private static CompletableFuture<Void> killAfter(Duration limit, Process process) {
        Executor later = CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS);
        // By its handle: Process itself would also close the streams, while they are read.
        return CompletableFuture.runAsync(() -> process.toHandle().destroyForcibly(), later);
    }

    private static CompletableFuture<Collection<String>> lastLines(InputStream in) {
        CompletableFuture<Collection<String>> result = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    Deque<String> lines = new ArrayDeque<>();
                    try {
                        eachLine(in, line -> {
                            lines.add(line);
                            if (lines.size() > LINES_KEPT) {
                                lines.remove();
                            }
                        });
                        result.complete(lines);
                    } catch (IOException e) {
                        result.completeExceptionally(e);
                    }
                },
                "prewarm-demo-stderr");
        reader.setDaemon(true);
        reader.start();
        return result;
    }

    private static void eachLine(InputStream in, Consumer<String> consumer) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                consumer.accept(line);
            }
        }
    }

    @Override
    public void close() {
        killAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs by itself, and finds nothing.
        }
    }

    private void killAll() {
        running.forEach(Process::destroyForcibly);
    }

    /** How a program ended, and the last it wrote to stderr. */
    static final class Ended {
        private final int code;
        private final Collection<String> stderr;

        Ended(int code, Collection<String> stderr) {
            this.code = code;
            this.stderr = stderr;
        }

        int code() {
            return code;
        }

        Collection<String> stderr() {
            return stderr;
        }
    }
}
