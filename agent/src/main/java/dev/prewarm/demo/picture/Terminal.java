package dev.prewarm.demo.picture;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/** What stdout can show. */
public final class Terminal {
    private static final int USUAL_WIDTH = 80;
    private static final int NARROWEST = 40;
    private static final int WIDEST = 160;

    private final boolean ansi;
    private final int width;
    private final boolean blocks;

    Terminal(boolean ansi, int width, boolean blocks) {
        this.ansi = ansi;
        this.width = width;
        this.blocks = blocks;
    }

    /** The terminal of this JVM; whether it takes colours and overwrites lines is known already. */
    public static Terminal of(boolean ansi) {
        // JDK 19 names the charset of System.out in the first, older ones (on a terminal) in the second.
        String charset = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        return new Terminal(ansi, width(System.getenv("COLUMNS")), hasBlocks(charset));
    }

    static int width(String columns) {
        boolean number = columns != null && columns.matches("\\d{1,4}");
        return number ? Math.min(Math.max(Integer.parseInt(columns), NARROWEST), WIDEST) : USUAL_WIDTH;
    }

    static boolean hasBlocks(String charset) {
        try {
            Charset of = charset == null ? Charset.defaultCharset() : Charset.forName(charset);
            return of.canEncode() && of.newEncoder().canEncode(Bars.BLOCKS);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }

    /** Whether colours are shown and a line can be overwritten. */
    public boolean ansi() {
        return ansi;
    }

    int width() {
        return width;
    }

    /** Whether block characters can be shown. */
    boolean blocks() {
        return blocks;
    }
}
