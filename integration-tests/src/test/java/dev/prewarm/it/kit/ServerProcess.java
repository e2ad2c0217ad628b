package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A server of the machine in a process of its own, and the processes that it starts. */
final class ServerProcess {
    private final Path output;
    private final Process process;

    /** @param directory its working directory, where what it prints goes, too */
    ServerProcess(Path directory, String... command) {
        output = directory.resolve("output.log");
        try {
            process = Leftovers.track(new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it serves; false if it ended instead. */
    boolean awaitServing(Callable<Boolean> serves) {
        Await.until("it serves", () -> !process.isAlive() || serves.call());
        return process.isAlive();
    }

    /** Waits until it listens on a port of 127.0.0.1; fails if it ended instead. */
    ServerProcess awaitListening(int port) {
        if (!awaitServing(() -> listens(port))) {
            throw new AssertionError("the server did not start: " + output());
        }
        return this;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By SIGTERM; whoever does not heed that is killed. */
    void end() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
