package dev.prewarm.agent.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import picocli.CommandLine.Help.Ansi;

/** What stdout can show. */
public final class Terminal {
    private static final int USUAL_WIDTH = 80;
    private static final int NARROWEST = 40;
    private static final int WIDEST = 160;
    private static final int USUAL_ROWS = 24;
    private static final String BLOCKS = "\u2581\u2588\u2591\u2026";

    private final boolean ansi;
    private final int width;
    private final int rows;
    private final boolean blocks;

    public Terminal(boolean ansi, int width, int rows, boolean blocks) {
        this.ansi = ansi;
        this.width = width;
        this.rows = rows;
        this.blocks = blocks;
    }

    /** Whether this JVM has one that shows colours, and moves its cursor where it is told. */
    static boolean isAnsi() {
        return Ansi.AUTO.enabled() && !"dumb".equals(System.getenv("TERM"));
    }

    /**
     * The terminal of this JVM, at its size now; where it tells none, at that in the environment.
     *
     * @param ansi whether it takes colours and overwrites lines
     */
    public static Terminal of(boolean ansi) {
        String[] size = (ansi ? askedSize() : "").trim().split(" ");
        boolean isTold = size.length == 2 && !size[1].equals("0");
        // JDK 19 names the charset of System.out in the first, older ones (on a terminal) in the second.
        String charset = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        return new Terminal(
                ansi,
                width(isTold ? size[1] : System.getenv("COLUMNS")),
                rows(isTold ? size[0] : System.getenv("LINES")),
                hasBlocks(charset));
    }

    /** Rows and columns, of stdin's terminal; empty if there is no such command here. */
    private static String askedSize() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD)
                    .start();
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException noSuchCommand) {
            return "";
        }
    }

    static int width(String columns) {
        boolean number = columns != null && columns.matches("\\d{1,4}");
        return number ? Math.min(Math.max(Integer.parseInt(columns), NARROWEST), WIDEST) : USUAL_WIDTH;
    }

    static int rows(String lines) {
        return lines != null && lines.matches("[1-9]\\d{0,3}") ? Integer.parseInt(lines) : USUAL_ROWS;
    }

    static boolean hasBlocks(String charset) {
        try {
            Charset of = charset == null ? Charset.defaultCharset() : Charset.forName(charset);
            return of.canEncode() && of.newEncoder().canEncode(BLOCKS);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }

    /** Whether colours are shown and a line can be overwritten. */
    public boolean ansi() {
        return ansi;
    }

    /** In columns, from 40 to 160. */
    public int width() {
        return width;
    }

    int rows() {
        return rows;
    }

    /** Whether block characters can be shown. */
    public boolean blocks() {
        return blocks;
    }
}
