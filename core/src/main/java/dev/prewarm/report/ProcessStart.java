package dev.prewarm.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Instant;

/**
 * When a process started, as a text that tells it from every other one that had its number. Where there is {@code /proc} it
 * is the kernel's own count: the time of day would move with the clock.
 */
public final class ProcessStart {
    private static final Path PROC = Paths.get("/proc");

    /** The 22nd field of {@code /proc/PID/stat}; the second, in parentheses, may hold anything. See proc(5). */
    private static final int START_BEHIND_NAME = 19;

    private ProcessStart() {}

    /** Of this process. */
    static String own() {
        return of("self", ProcessHandle.current());
    }

    public static String of(ProcessHandle process) {
        return of(Long.toString(process.pid()), process);
    }

    private static String of(String entry, ProcessHandle process) {
        try {
            return inStat(Files.readString(PROC.resolve(entry).resolve("stat")));
        } catch (IOException | RuntimeException noProc) {
            return Long.toString(
                    process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
        }
    }

    static String inStat(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_BEHIND_NAME];
    }
}
