package dev.prewarm.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.SoakComparison.Verdict;
import dev.prewarm.it.kit.SoakRequest.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a soak makes of a request that fares in another way with the agent. */
class SoakComparisonIT {
    private static final long SEED = 1;
    private static final int REQUESTS = 1_000;
    private static final String OK = "5 status=200 body=1";
    private static final String RESET = "5 java.net.SocketException: Connection reset";

    private final SoakServer without = new SoakServer(SEED, REQUESTS, 0);
    private final SoakServer with = new SoakServer(SEED, REQUESTS, 0);

    @AfterEach
    void close() {
        without.close();
        with.close();
    }

    @Test
    void failedOnlyWithTheAgent() throws IOException {
        SoakRequest post = first("POST", Fate.ANSWERED);
        with.countRead(post.number);
        assertThat(verdict(post, OK, RESET)).isEqualTo(Verdict.WORSE);
    }

    @Test
    void failedOnlyWithout() throws IOException {
        assertThat(verdict(first("GET", Fate.FIN), RESET, OK)).isEqualTo(Verdict.BETTER);
    }

    @Test
    void answeredByAnother() throws IOException {
        assertThat(verdict(first("GET", Fate.ANSWERED), OK, "5 status=200 body=2"))
                .isEqualTo(Verdict.ANSWERED_OTHERWISE);
    }

    @Test
    void failedInAnotherWay() throws IOException {
        SoakRequest post = first("POST", Fate.FIN);
        with.countRead(post.number);
        assertThat(verdict(post, "5 java.io.EOFException: end", RESET)).isEqualTo(Verdict.FAILED_OTHERWISE);
    }

    /** The server has not read it: only what the client does not repeat may fail by that. */
    @Test
    void metTheEndOfItsConnection() throws IOException {
        assertThat(verdict(first("POST", Fate.ANSWERED), OK, RESET)).isEqualTo(Verdict.CROSSED);
        assertThat(verdict(first("GET", Fate.ANSWERED), OK, RESET)).isEqualTo(Verdict.WORSE);
        assertThat(verdict(first("GET", Fate.ANSWERED), OK, RESET.replaceFirst("5", "90")))
                .isEqualTo(Verdict.SEEN_LATE);
    }

    /** Where the client repeats once, at the most. */
    @Test
    void refusedAfterItsRepetition() throws IOException {
        SoakRequest get = first("GET", Fate.RST);
        with.countCrossed(get.number);
        with.countRead(get.number);
        assertThat(verdict(get, OK, RESET)).isEqualTo(Verdict.SPENT);
    }

    @Test
    void readTwice() throws IOException {
        for (SoakRequest each : List.of(first("POST", Fate.FIN), first("GET", Fate.ANSWERED))) {
            with.countRead(each.number);
            with.countRead(each.number);
            assertThat(verdict(each, OK, OK)).isEqualTo(Verdict.TWICE);
        }
    }

    /** The client's own rule: the server may never have had it. */
    @Test
    void repeatedAfterAnEarlyCut() throws IOException {
        SoakRequest get = first("GET", Fate.RST);
        with.countRead(get.number);
        with.countRead(get.number);
        assertThat(verdict(get, RESET, OK)).isEqualTo(Verdict.BETTER);
    }

    private static SoakRequest first(String method, Fate fate) {
        Predicate<SoakRequest> wanted = request -> request.method.equals(method) && request.fate == fate;
        return IntStream.range(0, REQUESTS)
                .mapToObj(number -> new SoakRequest(SEED, number))
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    /** All others are answered. */
    private Verdict verdict(SoakRequest request, String before, String after) throws IOException {
        SoakComparison comparison =
                new SoakComparison(SEED, List.of("GET"), run(request, before, without), run(request, after, with));
        return Arrays.stream(Verdict.values())
                .filter(each -> each != Verdict.SAME && each != Verdict.EITHER && comparison.count(each) > 0)
                .findFirst()
                .orElse(Verdict.SAME);
    }

    private static SoakRun run(SoakRequest request, String outcome, SoakServer server) throws IOException {
        Path file = Scratch.directory("soak").resolve("out");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < REQUESTS; i++) {
            lines.append(i + " " + (i == request.number ? outcome : OK) + "\n");
        }
        Files.writeString(file, lines);
        return new SoakRun(REQUESTS, file, server);
    }
}
