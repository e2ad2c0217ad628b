package dev.prewarm.it.programs;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import jdk.jfr.Recording;

/** {@link Requests} in a JVM that records itself; the first argument is the recording's file, written at the end. */
public final class RecordedRequests {
    private RecordedRequests() {}

    public static void main(String[] args) throws Exception {
        Path file = Paths.get(args[0]);
        try (Recording recording = new Recording()) {
            recording.start();
            Requests.main(Arrays.copyOfRange(args, 1, args.length));
            recording.dump(file);
        }
    }
}
