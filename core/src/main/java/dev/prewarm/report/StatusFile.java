package dev.prewarm.report;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The file in which one process shows its status. Only its user can read it, and it appears and changes as a whole: written
 * under another name, which must not exist, and renamed. Its name holds the start of the process, so that a file left behind
 * by one that was killed is never taken for that of a later one, nor by another container that shares the directory.
 */
public final class StatusFile {
    private static final String PREFIX = ".prewarm-";

    /** A file this old, of a process that is not here, is rubbish: one here may be another container's. */
    private static final Duration OLD = Duration.ofDays(1);

    private static final int MOST_LOOKED_AT = 10_000;

    private final Path directory;
    private final Path path;

    private StatusFile(Path directory, String name) {
        this.directory = directory;
        this.path = directory.resolve(name);
    }

    /** Of this process. */
    static StatusFile own(Path directory) {
        return new StatusFile(directory, name(ProcessHandle.current().pid(), ProcessStart.own()));
    }

    /**
     * Where the JVM itself has such files, whatever {@code java.io.tmpdir} says: an application's choice there must not keep
     * its status from being found.
     */
    public static Path directory() {
        return Paths.get(File.separatorChar == '/' ? "/tmp" : ofWindows(System.getenv()));
    }

    /** As its GetTempPath looks for it, which the JVM itself asks. */
    static String ofWindows(Map<String, String> environment) {
        return Stream.of("TMP", "TEMP", "USERPROFILE")
                .map(environment::get)
                .filter(path -> path != null && !path.isEmpty())
                .findFirst()
                .orElseGet(() -> System.getProperty("java.io.tmpdir"));
    }

    /** @param start as {@link ProcessStart} tells it */
    public static String name(long pid, String start) {
        return PREFIX + pid + "-" + start + ".json";
    }

    Path path() {
        return path;
    }

    /** @throws IOException and nothing is left behind */
    void write(String text) throws IOException {
        String user = ProcessHandle.current().info().user().orElse("");
        FileAttribute<?>[] attributes = OwnersOnly.attributes(directory, user);
        Path fresh = directory.resolve(path.getFileName() + "."
                + Integer.toHexString(ThreadLocalRandom.current().nextInt()));
        try {
            create(fresh, text, attributes);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    private static void create(Path file, String text, FileAttribute<?>[] attributes) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Deletes what killed processes have left behind, as far as the system lets us: that is, those of this user. */
    void deleteOld() {
        FileTime old = FileTime.from(Instant.now().minus(OLD));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            int looked = 0;
            for (Iterator<Path> each = files.iterator(); each.hasNext() && looked < MOST_LOOKED_AT; looked++) {
                Path file = each.next();
                if (file.getFileName().toString().startsWith(PREFIX)) {
                    deleteIfOld(file, old);
                }
            }
        } catch (IOException | DirectoryIteratorException cannotBeListed) {
            // Then it is cleaned by somebody else, or not at all.
        }
    }

    private static void deleteIfOld(Path file, FileTime old) {
        try {
            FileTime written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
            if (written.compareTo(old) < 0 && !isAlive(file.getFileName().toString())) {
                Files.deleteIfExists(file);
            }
        } catch (IOException ofAnotherUser) {
            // Its owner's next start deletes it.
        }
    }

    private static boolean isAlive(String name) {
        String number = name.substring(PREFIX.length()).split("-")[0];
        return number.matches("\\d{1,10}")
                && ProcessHandle.of(Long.parseLong(number))
                        .map(process -> name(process.pid(), ProcessStart.of(process)))
                        .filter(name::equals)
                        .isPresent();
    }
}
