package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.Upstream;
import dev.prewarm.it.programs.Requests;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Standard error is a pipe that is full and that nobody reads: requests go on, connections are warmed, the JVM ends. */
class UnreadLogIT {
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void holdsUpNothing(Jdk jdk) {
        try (Upstream upstream = Upstream.http().start();
                Child child = Child.of(jdk, FullPipe.class)
                        .agent("log=trace")
                        .property("prewarm.origins", upstream.origin())
                        .args("url=" + upstream.url("/bytes/100"), "n=30", "version=1.1")
                        .errUnread()
                        .start()) {
            child.awaitSuccess();
            RequestsRun run = RequestsRun.of(child);
            assertThat(run.failed()).isEmpty();
            assertThat(run.ok()).hasSize(30);
            assertThat(run.origin(upstream.origin(), "opened").orElse(0)).isPositive();
        }
    }

    /** The child. */
    static final class FullPipe {
        private static volatile boolean full;

        public static void main(String[] args) throws Exception {
            Thread filler = new Thread(FullPipe::fill);
            filler.setDaemon(true);
            filler.start();
            while (!full) {
                LockSupport.parkNanos(1_000_000);
            }
            Requests.main(args);
        }

        private static void fill() {
            try (FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
                for (int i = 0; i < 32; i++) {
                    err.write(new byte[1024]);
                }
                full = true;
                err.write(new byte[1 << 20]);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
