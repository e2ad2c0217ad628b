package dev.prewarm.agent.cli.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** What follows a head, read and thrown away. */
final class AnswerBody {
    static final int LONGEST = 16 << 20;
    private static final int LONGEST_LINE = 8 * 1024;

    private final InputStream in;
    private long left = LONGEST;

    private AnswerBody(InputStream in) {
        this.in = in;
    }

    /**
     * Reads all of it.
     *
     * @param head whether the request was HEAD
     * @return whether its end was the end of the connection
     * @throws IOException also if it is longer than {@link #LONGEST}
     */
    static boolean skip(InputStream in, ProbeAnswer answer, boolean head) throws IOException {
        AnswerBody body = new AnswerBody(in);
        if (head || answer.status() == 204 || answer.status() == 304) {
            return false;
        }
        if (answer.header("transfer-encoding") != null) {
            if (!answer.header("transfer-encoding").toLowerCase(Locale.ROOT).endsWith("chunked")) {
                body.untilEnd();
                return true;
            }
            body.chunks();
            return false;
        }
        if (answer.header("content-length") != null) {
            body.bytes(number(answer.header("content-length"), 10));
            return false;
        }
        body.untilEnd();
        return true;
    }

    private void chunks() throws IOException {
        long length;
        do {
            length = number(line().split(";", 2)[0], 16);
            bytes(length);
            if (length > 0) {
                line();
            }
        } while (length > 0);
        while (!line().isEmpty()) {
            // A trailer.
        }
    }

    private void bytes(long length) throws IOException {
        count(length);
        long toGo = length;
        byte[] buffer = new byte[8 * 1024];
        while (toGo > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, toGo));
            if (read < 0) {
                throw new EOFException("the server closed the connection within it");
            }
            toGo -= read;
        }
    }

    private void untilEnd() throws IOException {
        byte[] buffer = new byte[8 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            count(read);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("its chunks are broken");
            }
            line.append((char) c);
        }
        count(line.length());
        return line.toString().strip();
    }

    private void count(long read) throws IOException {
        left -= read;
        if (left < 0) {
            throw new IOException(
                    "it is longer than " + (LONGEST >> 20) + " MB: name a path with a shorter one, or --method HEAD");
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IOException("its length is no number");
    }
}
