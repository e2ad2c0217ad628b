package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.kit.Nginx;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import dev.prewarm.it.programs.Requests;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The kit itself: what nginx opened is counted exactly, silent connections too, by its status and by its logs alike. */
class NginxIT {
    @BeforeAll
    static void nginx() {
        Nginx.assumeInstalled();
    }

    @Test
    void countsUsedAndSilentConnections() throws IOException {
        try (Nginx nginx = new Nginx().start()) {
            try (Child child = Child.of(Jdks.current(), Requests.class)
                    .args("url=" + nginx.http() + "/," + nginx.https() + "/bytes/1024", "n=6", "headers=connection")
                    .args("trust=" + TestCertificates.trustStore())
                    .start()) {
                child.awaitSuccess();
                assertThat(RequestsRun.of(child).ok())
                        .as(child.output())
                        .hasSize(6)
                        .allMatch(line -> line.contains("status=200") && line.contains("connection=[close]"));
            }
            int httpPort = URI.create(nginx.http()).getPort();
            int httpsPort = URI.create(nginx.https()).getPort();
            new Socket("127.0.0.1", httpPort).close();
            TestCertificates.CLIENT
                    .context()
                    .getSocketFactory()
                    .createSocket("localhost", httpsPort)
                    .close();
            Socket reset = new Socket("127.0.0.1", httpPort);
            reset.setSoLinger(true, 0);
            reset.close();
            Await.untilEqual("status counts all", 9, nginx::opened);
            Await.untilEqual("the access log has the requests", 6, nginx::requests);
            Await.untilEqual(
                    "the error log has the silent ones", 3, () -> nginx.silent().size());
            assertThat(nginx.served()).hasSize(6).doesNotContainAnyElementsOf(nginx.silent());
        }
    }

    @Test
    void endsSilentConnectionsInTime() throws IOException {
        try (Nginx nginx =
                        new Nginx().clientHeaderTimeout(Duration.ofMillis(200)).start();
                Socket kept = new Socket("127.0.0.1", URI.create(nginx.http()).getPort())) {
            assertThat(kept.getInputStream().read()).as("without a word").isEqualTo(-1);
            assertThat(nginx.opened()).isEqualTo(1);
            Await.untilEqual("the error log has it", 1, () -> nginx.silent().size());
        }
    }

    @Test
    void countsOnWhenStartedAgain() throws IOException {
        try (Nginx nginx = new Nginx().start()) {
            String before = nginx.http();
            new Socket("127.0.0.1", URI.create(before).getPort()).close();
            Await.untilEqual("one is counted", 1, nginx::opened);
            nginx.stop();
            nginx.start();
            assertThat(nginx.http()).isEqualTo(before);
            new Socket("127.0.0.1", URI.create(before).getPort()).close();
            Await.untilEqual("both are counted", 2, nginx::opened);
        }
    }

    @Test
    void keepsAliveOnlyIfToldTo() {
        try (Nginx nginx = new Nginx().keepAlive().start();
                Child child = Child.of(Jdks.current(), Requests.class)
                        .args("url=" + nginx.http() + "/", "n=1", "phases=5")
                        .start()) {
            for (int phase = 1; phase < 5; phase++) {
                child.awaitLine("phase " + phase);
                child.send("next");
            }
            child.awaitSuccess();
            assertThat(nginx.opened()).isEqualTo(1);
            Await.untilEqual("all requests are in the log", 5, nginx::requests);
        }
    }
}
