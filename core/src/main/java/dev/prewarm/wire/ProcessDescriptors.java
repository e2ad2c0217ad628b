package dev.prewarm.wire;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Iterator;

/**
 * The file descriptors of this process, by the kernel's word (proc(5)) and without JMX, which would be set up by asking it. Where
 * there is no such word there is no limit. Thread-safe.
 */
final class ProcessDescriptors {
    static final long NO_LIMIT = Long.MAX_VALUE;

    private static final String SOFT_LIMIT = "Max open files ";

    private final Path proc;

    /** @param proc as {@code /proc/self} */
    ProcessDescriptors(Path proc) {
        this.proc = proc;
    }

    static ProcessDescriptors own() {
        return new ProcessDescriptors(Paths.get("/proc/self"));
    }

    /** How many there may be; {@link #NO_LIMIT} also where that can't be read. */
    long limit() {
        try (BufferedReader limits = new BufferedReader(new InputStreamReader(
                new FileInputStream(proc.resolve("limits").toString()), StandardCharsets.US_ASCII))) {
            for (String line = limits.readLine(); line != null; line = limits.readLine()) {
                if (line.startsWith(SOFT_LIMIT)) {
                    String soft = line.substring(SOFT_LIMIT.length()).trim().split("\\s+")[0];
                    return soft.equals("unlimited") ? NO_LIMIT : Long.parseLong(soft);
                }
            }
        } catch (IOException | RuntimeException e) {
            // No Linux, or nobody may look.
        }
        return NO_LIMIT;
    }

    /**
     * Whether at least so many are in use. Counts no further; so many, too, if there is none left to count with.
     */
    boolean areInUse(long many) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(proc.resolve("fd"))) {
            long counted = 0;
            for (Iterator<Path> each = open.iterator(); counted < many && each.hasNext(); each.next()) {
                counted++;
            }
            return counted >= many;
        } catch (IOException | DirectoryIteratorException e) {
            // Others say that nobody may look, or that there is no such directory.
            return e.getClass() == FileSystemException.class;
        }
    }
}
