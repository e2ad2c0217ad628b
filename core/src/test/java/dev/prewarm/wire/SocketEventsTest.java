package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK's own JFR events, with JFR's default settings, tell of a client that waits on its connection. */
@Timeout(60)
class SocketEventsTest {
    private static final int MUCH = 8_000_000;

    @TempDir
    private Path dir;

    @Test
    void theWaitsOfAWarmSocketAreToldAsThoseOfAnyOther() throws Exception {
        List<String> ofAnyOther = told(new Socket());
        assertThat(ofAnyOther).containsExactlyInAnyOrder("jdk.SocketRead 1", "jdk.SocketWrite " + MUCH);
        // On a busy machine one of the channel's own takes that long, too.
        assertThat(told(Parked.socket())).containsAll(ofAnyOther);
    }

    private List<String> told(Socket client) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                Recording recording = new Recording(Configuration.getConfiguration("default"));
                client) {
            client.connect(listening.getLocalSocketAddress());
            recording.start();
            try (Socket server = listening.accept()) {
                waits(client, server);
            }
            recording.stop();
            Path file = Files.createTempFile(dir, "events", ".jfr");
            recording.dump(file);
            return events(file, listening.getLocalPort());
        }
    }

    /** For longer than the 20 ms from which on such events are told. */
    private static void waits(Socket client, Socket server) throws Exception {
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread reader = thread(() -> read.complete(client.getInputStream().read()));
        server.getOutputStream().write(7);
        assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(7);
        reader.join();

        Thread writer = thread(() -> client.getOutputStream().write(new byte[MUCH]));
        server.getInputStream().readNBytes(MUCH);
        writer.join();
    }

    private interface Doing {
        void run() throws IOException;
    }

    private static Thread thread(Doing doing) throws InterruptedException {
        return InSocket.start(() -> {
            try {
                doing.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static List<String> events(Path file, int port) throws IOException {
        List<String> told = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            String name = event.getEventType().getName();
            if (name.equals("jdk.SocketRead") && event.getInt("port") == port) {
                told.add(name + " " + event.getLong("bytesRead"));
            } else if (name.equals("jdk.SocketWrite") && event.getInt("port") == port) {
                told.add(name + " " + event.getLong("bytesWritten"));
            }
        }
        return told;
    }
}
