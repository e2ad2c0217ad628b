package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.BusyMachine;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Httpd;
import dev.prewarm.it.kit.Installed;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.programs.Requests;
import dev.prewarm.it.programs.Stranger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server with a worker for each connection, and few of them. One silent connection does not show, as there are others, so
 * whether it is suspended is not said here; whatever Prewarm makes of it, everybody is served.
 */
class PreforkIT {
    private static final int WORKERS = 4;
    private static final int PER_SECOND = 20;

    @BeforeAll
    static void apache() {
        Installed.assume("apache2");
    }

    @Test
    void everybodyIsServedByOneThatIsNamed() {
        try (Httpd httpd = new Httpd(WORKERS)) {
            servesAll(httpd, httpd.http(), httpd.http(), 5);
        }
    }

    /** Over https, as to {@code auto} what takes no time is not worth warming; and for longer, as it is tried first. */
    @Test
    void everybodyIsServedByOneThatAutoWarms() {
        try (Httpd httpd = new Httpd(WORKERS)) {
            servesAll(httpd, httpd.https(), "auto", 10);
        }
    }

    /** Some of our requests are hits; and when they have ended, no worker is held any longer than the idle limit. */
    private static void servesAll(Httpd httpd, String origin, String origins, int seconds) {
        BusyMachine.enoughHits("prefork, " + origins, 1, () -> hits(httpd, origin, origins, seconds), Long::longValue);
    }

    private static long hits(Httpd httpd, String origin, String origins, int seconds) {
        int requests = seconds * PER_SECOND;
        try (Child ours = Child.of(Jdks.youngest(), Requests.class)
                        .agent()
                        .property("prewarm.origins", origins)
                        .property("prewarm.idle", "1s")
                        .property("prewarm.keep-warm", "1s")
                        .args("url=" + origin + "/", "trust=" + TestCertificates.trustStore())
                        .args("version=1.1", "rate=" + PER_SECOND, "first=5", "n=" + requests, "hold=true")
                        .start();
                Child stranger = Child.of(Jdks.youngest(), Stranger.class)
                        .args("127.0.0.1", "" + httpd.httpPort(), "" + 10 * seconds, "100")
                        .start()) {
            ours.awaitLine("phase 1 done");
            Await.untilEqual("workers that hold a connection of ours", 0, httpd::busy);
            ours.send("go");
            ours.awaitSuccess();
            RequestsRun run = RequestsRun.of(ours);
            assertThat(run.ok()).as(ours.output()).hasSize(requests).allMatch(line -> line.contains(" status=200 "));
            assertThat(stranger.awaitSuccess().out())
                    .as(ours.output())
                    .hasSize(1)
                    .allMatch(line -> line.endsWith(" failed=0"));
            return run.origin(origin, "hits").getAsLong();
        }
    }
}
