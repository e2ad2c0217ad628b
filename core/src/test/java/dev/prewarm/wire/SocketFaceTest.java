package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One table of what may happen to a socket: a warm one and a java.net.Socket answer and complain alike, and end alike. */
@Timeout(60)
class SocketFaceTest {
    /** What is said of a connection, both ends of which a scenario has. */
    private interface Play {
        void play(Ends ends) throws Exception;
    }

    private enum Scenario {
        AVAILABLE(ends -> {
            InputStream in = ends.client.getInputStream();
            ends.say(in::available);
            ends.sends(5);
            ends.say(in::read);
            ends.say(in::available);
            ends.client.close();
            ends.say(in::available);
        }),
        AVAILABLE_AFTER_THE_END(ends -> {
            InputStream in = ends.client.getInputStream();
            ends.sends(2);
            ends.server.close();
            ends.say(() -> in.readNBytes(2).length);
            ends.say(in::available);
            ends.say(in::read);
            ends.say(in::available);
            ends.client.close();
            ends.say(in::available);
            ends.say(in::read);
        }),
        AVAILABLE_AFTER_A_RESET(ends -> {
            ends.resets();
            InputStream in = ends.client.getInputStream();
            ends.say(in::read);
            ends.say(in::available);
            ends.say(in::read);
        }),
        AVAILABLE_WITHOUT_INPUT(ends -> {
            InputStream in = ends.client.getInputStream();
            ends.sends(5);
            ends.client.shutdownInput();
            ends.say(in::available);
            ends.say(in::read);
            ends.say(() -> in.read(new byte[0]));
        }),
        AVAILABLE_BESIDE_A_READER(ends -> {
            CompletableFuture<String> reader =
                    ends.aside(() -> ends.client.getInputStream().read());
            ends.say(() -> ends.client.getInputStream().available());
            ends.server.getOutputStream().write(7);
            ends.said(reader);
        }),
        AS_MUCH_AT_ONCE(ends -> {
            ends.sends(100_000);
            ends.say(() -> ends.client.getInputStream().read(new byte[200_000]));
        }),
        NOTHING_TO_READ(ends -> {
            InputStream in = ends.client.getInputStream();
            ends.say(() -> in.read(new byte[0]));
            ends.say(() -> in.read(new byte[3], 1, 3));
            ends.say(() -> in.skip(0));
            ends.client.close();
            ends.say(() -> in.read(new byte[0]));
            ends.say(() -> in.read(new byte[3], 1, 3));
            ends.say(in::read);
        }),
        NOTHING_TO_WRITE(ends -> {
            ends.writes(0);
            ends.writes(3, 1, 3);
            ends.client.shutdownOutput();
            ends.writes(0);
            ends.client.close();
            ends.writes(0);
            ends.writes(3, 1, 3);
            ends.writes(1);
        }),
        WRITES_WITHOUT_OUTPUT(ends -> {
            ends.client.shutdownOutput();
            ends.writes(1);
            ends.writes(100_000);
            ends.say(() -> ends.client.isClosed());
            ends.say(ends::serverReads);
            ends.sends(1);
            ends.say(() -> ends.client.getInputStream().read());
        }),
        WRITES_AFTER_A_RESET(ends -> {
            ends.resets();
            ends.say(() -> ends.client.getInputStream().read());
            ends.writes(10);
            ends.writes(10);
            ends.say(() -> ends.client.getInputStream().read());
            ends.say(() -> ends.client.isConnected());
            ends.say(() -> ends.client.getTcpNoDelay());
        }),
        WRITES_UNTIL_IT_IS_RESET(ends -> {
            ends.server.close();
            ends.writes(10);
            ends.writes(10);
            ends.writes(10);
            ends.say(() -> ends.client.getInputStream().read());
        }),
        READS_WHAT_CAME_BEFORE_A_RESET(ends -> {
            ends.sends(3);
            ends.resets();
            ends.say(() -> ends.client.getInputStream().read());
            ends.say(() -> ends.client.getInputStream().read());
            ends.client.close();
            ends.say(() -> ends.client.getInputStream());
        }),
        TIMES_OUT(ends -> {
            ends.client.setSoTimeout(30);
            ends.say(() -> ends.client.getInputStream().read());
            ends.say(() -> ends.client.getInputStream().readAllBytes().length);
            ends.sends(1);
            ends.say(() -> ends.client.getInputStream().read());
            ends.client.close();
            ends.say(() -> ends.serverReads());
        }),
        INTERRUPTED_BEFORE_IT_READS(ends -> {
            ends.client.setSoTimeout(30);
            Thread.currentThread().interrupt();
            ends.say(() -> ends.client.getInputStream().read());
            ends.say(Thread::interrupted);
            ends.sends(1);
            Thread.currentThread().interrupt();
            ends.say(() -> ends.client.getInputStream().read());
            ends.writes(10);
            ends.say(Thread::interrupted);
            ends.say(() -> ends.client.isClosed());
        }),
        INTERRUPTED_WHILE_IT_WRITES(ends -> {
            CompletableFuture<String> writer = ends.aside(() -> {
                ends.client.getOutputStream().write(new byte[8_000_000]);
                return Thread.currentThread().isInterrupted();
            });
            ends.aside.interrupt();
            ends.server.getInputStream().readNBytes(8_000_000);
            ends.said(writer);
        }),
        CLOSED_WHILE_IT_READS(ends -> {
            CompletableFuture<String> reader =
                    ends.aside(() -> ends.client.getInputStream().read());
            ends.client.close();
            ends.said(reader);
            ends.say(ends::serverReads);
        }),
        CLOSED_WHILE_IT_WRITES(ends -> {
            CompletableFuture<String> writer = ends.aside(() -> {
                ends.client.getOutputStream().write(new byte[8_000_000]);
                return "written";
            });
            ends.client.close();
            ends.said(writer);
        }),
        CLOSED_WHILE_IT_READS_WITH_A_TIMEOUT(ends -> {
            ends.client.setSoTimeout(50_000);
            CompletableFuture<String> reader =
                    ends.aside(() -> ends.client.getInputStream().read());
            ends.client.getInputStream().close();
            ends.said(reader);
            ends.say(() -> ends.client.isClosed());
            ends.say(ends::serverReads);
        }),
        INPUT_SHUT_WHILE_IT_READS(ends -> {
            CompletableFuture<String> reader =
                    ends.aside(() -> ends.client.getInputStream().read());
            ends.client.shutdownInput();
            ends.said(reader);
            ends.say(() -> ends.client.getInputStream());
            ends.writes(3);
            ends.say(ends::serverReads);
        }),
        OUTPUT_SHUT_WHILE_IT_WRITES(ends -> {
            CompletableFuture<String> writer = ends.aside(() -> {
                ends.client.getOutputStream().write(new byte[8_000_000]);
                return "written";
            });
            ends.client.shutdownOutput();
            ends.said(writer);
            ends.say(() -> ends.client.isClosed());
        }),
        CLOSED_WITH_INPUT_UNREAD(ends -> {
            ends.sends(5);
            ends.client.close();
            ends.say(ends::serverReads);
        }),
        CLOSED_AFTER_A_TIMEOUT_WITH_INPUT_UNREAD(ends -> {
            ends.client.setSoTimeout(30);
            ends.say(() -> ends.client.getInputStream().read());
            ends.sends(5);
            ends.say(() -> ends.client.getInputStream().read());
            ends.client.close();
            ends.say(ends::serverReads);
        }),
        CLOSED_WITHOUT_LINGERING(ends -> {
            ends.client.setSoLinger(true, 0);
            ends.client.close();
            ends.say(ends::serverReads);
        }),
        CLOSED_LINGERING(ends -> {
            ends.client.setSoLinger(true, 1);
            ends.writes(10);
            ends.client.close();
            ends.say(() -> ends.server.getInputStream().readAllBytes().length);
        }),
        CLOSED_BY_ITS_OUTPUT(ends -> {
            ends.client.getOutputStream().close();
            ends.say(() -> ends.client.isClosed());
            ends.say(() -> ends.client.getOutputStream());
            ends.say(() -> ends.client.getSoTimeout());
            ends.say(() -> ends.client.isConnected());
            ends.say(() -> ends.client.getLocalAddress());
            ends.say(() -> ends.client.getInetAddress());
            ends.say(ends::serverReads);
        }),
        URGENT(ends -> {
            ends.server.setOOBInline(true);
            ends.client.sendUrgentData(300);
            ends.say(() -> ends.server.getInputStream().read());
            ends.client.shutdownOutput();
            ends.client.close();
            ends.say(() -> {
                ends.client.sendUrgentData(1);
                return "sent";
            });
        }),
        CONNECTED_TWICE(ends -> {
            ends.say(() -> {
                ends.client.connect(ends.server.getLocalSocketAddress());
                return "connected";
            });
            ends.say(() -> {
                ends.client.connect(null, -1);
                return "connected";
            });
            ends.say(() -> {
                ends.client.bind(null);
                return "bound";
            });
            ends.say(() -> ends.client.isClosed());
        });

        private final Play play;

        Scenario(Play play) {
            this.play = play;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isThatOfAnySocket(Scenario scenario) throws Exception {
        assertThat(played(scenario, Parked.socket())).isEqualTo(played(scenario, new Socket()));
    }

    private static List<String> played(Scenario scenario, Socket socket) throws Exception {
        try (Ends ends = new Ends(socket)) {
            scenario.play.play(ends);
            assertThat(ends.said).isNotEmpty();
            return ends.said;
        } finally {
            Thread.interrupted();
        }
    }

    /** Both ends of one connection, and what is said of it. */
    private static final class Ends implements AutoCloseable {
        final Socket client;
        final Socket server;
        final OutputStream out;
        final List<String> said = new ArrayList<>();
        volatile Thread aside;
        private final ServerSocket listening;

        Ends(Socket client) throws IOException {
            this.listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
            this.client = client;
            client.connect(listening.getLocalSocketAddress());
            this.out = client.getOutputStream();
            this.server = listening.accept();
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            listening.close();
        }

        void say(Callable<?> asking) {
            said.add(answer(asking));
        }

        private static String answer(Callable<?> asking) {
            try {
                Object answer = asking.call();
                return answer instanceof InputStream ? "a stream" : String.valueOf(answer);
            } catch (Exception e) {
                return e.toString();
            }
        }

        /** In a thread of its own, which waits in the client's socket. */
        CompletableFuture<String> aside(Callable<?> asking) throws InterruptedException {
            CompletableFuture<String> answer = new CompletableFuture<>();
            aside = InSocket.start(() -> answer.complete(answer(asking)));
            return answer;
        }

        void said(CompletableFuture<String> answer) throws Exception {
            said.add(answer.get(20, TimeUnit.SECONDS));
        }

        void writes(int length) {
            writes(length, 0, length);
        }

        void writes(int length, int from, int count) {
            say(() -> {
                out.write(new byte[length], from, count);
                return "written";
            });
        }

        /** So many bytes, which have arrived when it returns. */
        void sends(int count) throws IOException {
            server.getOutputStream().write(new byte[count]);
            if (!client.isInputShutdown()) {
                InputStream in = client.getInputStream();
                Eventually.until("arrived", () -> has(in) >= count);
            }
        }

        private static int has(InputStream in) {
            try {
                return in.available();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void resets() throws IOException {
            server.setSoLinger(true, 0);
            server.close();
        }

        int serverReads() throws IOException {
            return server.getInputStream().read();
        }
    }
}
