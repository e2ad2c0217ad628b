package dev.prewarm.agent.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.prewarm.report.StatusFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.util.Set;
import java.util.function.Function;

/** Reads the file that an agent has published, and trusts nothing in it: the directory is open to everybody. */
final class PublishedStatus {
    /** The newest that is understood here. */
    private static final int FORMAT = 1;

    /** Ten times what a thousand origins take. */
    private static final int MOST_BYTES = 16 << 20;

    private PublishedStatus() {}

    /**
     * The text as it was published; printable ASCII.
     *
     * @throws CommandFailure saying why there is nothing to show
     */
    static String of(TargetProcess process) {
        Path file = process.statusFile();
        try {
            return read(process, file);
        } catch (NoSuchFileException e) {
            if (process.isOfThisUser() && JavaProcess.of(process) == null) {
                throw new CommandFailure("process " + process.pid() + " is not a JVM");
            }
            throw new CommandFailure("process " + process.pid() + " shows no status: the agent is not in it, or no HTTP"
                    + " client has been used in it yet, or it can't write to " + StatusFile.directory()
                    + " (prewarm.log=debug tells)");
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    "the status of process " + process.pid() + " can only be read by the user it runs as: " + file);
        } catch (IOException e) {
            throw new CommandFailure("could not read the status of process " + process.pid(), e);
        }
    }

    /**
     * What {@code use} makes of such a text.
     *
     * @throws CommandFailure if it is not as expected
     */
    static <T> T read(long pid, String text, Function<JsonObject, T> use) {
        try {
            JsonObject status = JsonParser.object().from(text);
            if (status.getInt("format") > FORMAT) {
                throw new CommandFailure("process " + pid + " runs Prewarm " + status.getString("version")
                        + ", which is newer than this one: use its jar, or --json");
            }
            return use.apply(status);
        } catch (JsonParserException | DateTimeException | ClassCastException | NullPointerException e) {
            throw new CommandFailure(
                    "the status of process " + pid + " is not as expected; --json shows it as it is", e);
        }
    }

    private static String read(TargetProcess process, Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw notByPrewarm(file, "it is not a regular file");
        }
        if (!process.owns(file)) {
            throw notByPrewarm(file, "it belongs to another user than process " + process.pid());
        }
        byte[] bytes = bytes(file);
        for (byte each : bytes) {
            if (each != '\n' && (each < ' ' || each > '~')) {
                throw notByPrewarm(file, "it holds other bytes than Prewarm writes");
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(Path file) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (channel.size() > MOST_BYTES) {
                throw notByPrewarm(file, "it is larger than Prewarm writes it");
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) channel.size());
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // As much as there is.
            }
            buffer.flip();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
    }

    private static CommandFailure notByPrewarm(Path file, String why) {
        return new CommandFailure("not trusted: " + file + ": " + why);
    }
}
