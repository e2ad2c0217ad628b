package dev.prewarm.it.programs;

/** {@link Bare}, once a line has come on stdin: until then no HTTP client is loaded. */
public final class BareLater {
    private BareLater() {}

    public static void main(String[] args) throws Exception {
        System.out.println("waiting");
        while (System.in.read() != '\n') {
            // The rest of the line.
        }
        Bare.main(args);
    }
}
