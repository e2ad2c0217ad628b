package dev.prewarm.agent.cli;

import dev.prewarm.report.ProcessStart;
import dev.prewarm.report.StatusFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Another process, as it can be seen without a word to it. In a container, or a service with a /tmp of its own, it has
 * another number and another directory for itself than for us: Linux shows both in /proc.
 */
final class TargetProcess {
    private static final String ROOT = "0";

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
                .orElseThrow(() -> new CommandFailure("there is no process " + pid
                        + (isInContainer() ? " in this container, which sees only its own" : "")));
        return of(process);
    }

    private static TargetProcess of(ProcessHandle process) {
        return new TargetProcess(process, lines(proc(process.pid()).resolve("status")));
    }

    /** All others of this user; for root, of every user. In no order. */
    static Stream<TargetProcess> others() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.pid() != ProcessHandle.current().pid())
                .map(TargetProcess::of)
                .filter(TargetProcess::isOfThisUser);
    }

    /** Or whoever runs this is root, who may do what its user may. */
    boolean isOfThisUser() {
        String own = of(ProcessHandle.current()).user();
        return own.equals(ROOT) || own.equals(user());
    }

    /** Whether it is in a container, where files have other names and processes other numbers, and this command is not. */
    boolean isElsewhere() {
        try {
            Path own = Files.readSymbolicLink(Paths.get("/proc/self/ns/pid"));
            return !own.equals(Files.readSymbolicLink(proc.resolve("ns/pid")));
        } catch (IOException | UnsupportedOperationException notToBeSeen) {
            return false;
        }
    }

    /** Whether this command sees only processes of its container: the first namespace has this number in every kernel. */
    private static boolean isInContainer() {
        try {
            return !Files.readSymbolicLink(Paths.get("/proc/self/ns/pid"))
                    .toString()
                    .equals("pid:[4026531836]");
        } catch (IOException | UnsupportedOperationException notToBeSeen) {
            return false;
        }
    }

    private static Path proc(long pid) {
        return Paths.get("/proc", Long.toString(pid));
    }

    long pid() {
        return process.pid();
    }

    /** Where its status would be. */
    Path statusFile() {
        return temporary(StatusFile.directory()).resolve(StatusFile.name(ownPid(), ProcessStart.of(process)));
    }

    /** Its directory of that name, as it is called from here. */
    Path temporary(Path own) {
        if (!Files.isDirectory(proc)) {
            return own;
        }
        Path inside = proc.resolve("root").resolve(Paths.get("/").relativize(own));
        return Files.isDirectory(inside) ? inside : own;
    }

    /** Its words, the program first; none if they are not to be seen. */
    List<String> commandLine() {
        try {
            String words = new String(Files.readAllBytes(proc.resolve("cmdline")), StandardCharsets.UTF_8);
            return words.isEmpty() ? List.of() : List.of(words.split("\0"));
        } catch (IOException noProc) {
            List<String> words = new ArrayList<>();
            process.info().command().ifPresent(words::add);
            process.info().arguments().ifPresent(each -> words.addAll(List.of(each)));
            return words;
        }
    }

    /** Whom it acts as, by number where there is {@code /proc}, else by name. */
    private String user() {
        // The last of four is what files are created with; see proc(5).
        return last("Uid:", process.info().user().orElse(""));
    }

    /** What it is called by itself. */
    long ownPid() {
        return Long.parseLong(last("NSpid:", Long.toString(process.pid())));
    }

    ProcessHandle handle() {
        return process;
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
