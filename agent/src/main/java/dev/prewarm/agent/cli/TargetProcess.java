package dev.prewarm.agent.cli;

import dev.prewarm.report.ProcessStart;
import dev.prewarm.report.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.List;

/**
 * Another process, as it can be seen without a word to it. In a container, or a service with a /tmp of its own, it has
 * another number and another directory for itself than for us: Linux shows both in /proc.
 */
final class TargetProcess {
    private final ProcessHandle process;
    private final Path proc;
    private final List<String> state;

    /** @param state the lines of {@code /proc/PID/status}; none where there is no such thing */
    TargetProcess(ProcessHandle process, List<String> state) {
        this.process = process;
        this.proc = proc(process.pid());
        this.state = state;
    }

    /** @throws CommandFailure if there is none */
    static TargetProcess find(long pid) {
        ProcessHandle process = ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .orElseThrow(() -> new CommandFailure("there is no process " + pid));
        return new TargetProcess(process, lines(proc(pid).resolve("status")));
    }

    private static Path proc(long pid) {
        return Paths.get("/proc", Long.toString(pid));
    }

    long pid() {
        return process.pid();
    }

    /** Where its status would be. */
    Path statusFile() {
        Path own = StatusFile.directory();
        Path inside = proc.resolve("root").resolve(Paths.get("/").relativize(own));
        String number = last("NSpid:", Long.toString(process.pid()));
        return (Files.isDirectory(inside) ? inside : own)
                .resolve(StatusFile.name(Long.parseLong(number), ProcessStart.of(process)));
    }

    /** Whether the file was written by the user that the process runs as. */
    boolean owns(Path file) throws IOException {
        // The last of four is what files are created with; see proc(5).
        String uid = last("Uid:", null);
        if (uid != null) {
            return uid.equals(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .toString());
        }
        String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
        return process.info().user().filter(owner::equals).isPresent();
    }

    /** The last word of a line of {@code /proc/PID/status}. */
    private String last(String name, String otherwise) {
        for (String line : state) {
            if (line.startsWith(name)) {
                return line.substring(line.lastIndexOf('\t') + 1);
            }
        }
        return otherwise;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException noProc) {
            return Collections.emptyList();
        }
    }
}
