package dev.prewarm.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineWriterTest {
    private static final long LONG = 30_000;

    /** A pipe whose reader has stopped, until it goes on. */
    private static final class Pipe extends OutputStream {
        final CountDownLatch stuck = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            stuck.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            read.write(bytes, from, length);
        }

        List<String> lines() {
            return read.toString(StandardCharsets.UTF_8).lines().collect(Collectors.toList());
        }
    }

    private final Pipe pipe = new Pipe();
    private final LineWriter writer = new LineWriter(pipe, "# ");

    @Test
    void linesAreWrittenInTheirOrder() throws InterruptedException {
        pipe.goOn.countDown();
        for (int i = 0; i < 10_000; i++) {
            writer.write(i + "\n");
            if (i % 1_000 == 0) {
                writer.flush(LONG);
            }
        }
        writer.flush(LONG);

        assertThat(pipe.lines())
                .isEqualTo(IntStream.range(0, 10_000).mapToObj(String::valueOf).collect(Collectors.toList()));
    }

    @Test
    void aStreamThatTakesNothingHoldsUpNobodyAndWhatIsDroppedIsCounted() throws InterruptedException {
        int all = 100_000;
        for (int i = 0; i < all; i++) {
            writer.write(i + "\n");
        }
        pipe.goOn.countDown();
        writer.flush(LONG);
        writer.write("later\n");
        writer.flush(LONG);

        List<String> lines = pipe.lines();
        String told = lines.get(lines.size() - 2);
        Matcher dropped = Pattern.compile("# (\\d+) lines lost here: standard error was blocked")
                .matcher(told);
        assertThat(dropped.matches()).as(told).isTrue();
        int shown = lines.size() - 2;
        assertThat(Integer.parseInt(dropped.group(1))).isEqualTo(all - shown).isPositive();
        assertThat(lines.subList(0, shown))
                .isEqualTo(IntStream.range(0, shown).mapToObj(String::valueOf).collect(Collectors.toList()));
        assertThat(lines.get(shown + 1)).isEqualTo("later");
    }

    @Test
    void theEndOfTheJvmDoesNotWaitForAStreamThatTakesNothing() throws InterruptedException {
        writer.write("one\n");
        pipe.stuck.await();
        writer.flush(50);

        assertThat(pipe.lines()).isEmpty();
    }

    @Test
    void aClosedStreamEndsNothing() throws InterruptedException {
        boolean[] closed = {true};
        Pipe open = new Pipe();
        open.goOn.countDown();
        LineWriter later = new LineWriter(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("nobody reads");
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        if (closed[0]) {
                            throw new IOException("nobody reads");
                        }
                        open.write(bytes, from, length);
                    }
                },
                "# ");
        later.write("lost\n");
        later.flush(LONG);
        closed[0] = false;
        later.write("shown\n");
        later.flush(LONG);

        assertThat(open.lines()).containsExactly("shown");
    }
}
