package dev.prewarm.it.programs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/**
 * Somebody else's requests to the same upstream, one after another over sockets of its own, without the agent. Arguments: host,
 * port, requests, milliseconds between two; then, if wanted, the address that it comes from ({@code 127.0.0.2}: another client
 * to a server that counts by address), and for https a PKCS12 file of what it trusts. Prints {@code stranger n=.. p50=.. p99=..
 * max=.. over200=.. failed=..}, times in milliseconds from the start of connect to the end of the answer; what is not answered by
 * 200 has failed. One before them is not counted, which waits for classes to be loaded.
 */
public final class Stranger {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final Pattern OK = Pattern.compile("HTTP/1\\.[01] 200 ");

    private final InetSocketAddress upstream;
    private final SocketAddress from;
    private final SSLSocketFactory tls;

    /**
     * @param from null: whatever the system takes
     * @param tls null: http
     */
    private Stranger(InetSocketAddress upstream, SocketAddress from, SSLSocketFactory tls) {
        this.upstream = upstream;
        this.from = from;
        this.tls = tls;
    }

    public static void main(String[] args) throws Exception {
        Stranger stranger = new Stranger(
                new InetSocketAddress(args[0], Integer.parseInt(args[1])),
                args.length > 4 ? new InetSocketAddress(args[4], 0) : null,
                args.length > 5 ? ProgramClients.context(args[5], "").getSocketFactory() : null);
        long gap = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[3]));
        double[] millis = new double[Integer.parseInt(args[2])];
        Random random = new Random(1);
        int failed = stranger.isServed() ? 0 : 1;
        long due = System.nanoTime();
        for (int i = 0; i < millis.length; i++) {
            TimeUnit.NANOSECONDS.sleep(due + random.nextInt((int) (gap / 2)) - System.nanoTime());
            long began = System.nanoTime();
            failed += stranger.isServed() ? 0 : 1;
            millis[i] = (System.nanoTime() - began) / 1e6;
            due += gap;
        }
        Arrays.sort(millis);
        System.out.printf(
                "stranger n=%d p50=%.0f p99=%.0f max=%.0f over200=%d failed=%d%n",
                millis.length,
                millis[millis.length / 2],
                millis[(millis.length - 1) * 99 / 100],
                millis[millis.length - 1],
                Arrays.stream(millis).filter(wait -> wait > 200).count(),
                failed);
    }

    private boolean isServed() {
        try (Socket plain = new Socket()) {
            plain.bind(from);
            plain.setSoTimeout(PATIENCE_MILLIS);
            plain.connect(upstream, PATIENCE_MILLIS);
            if (tls == null) {
                return isAnswered(plain);
            }
            try (Socket secured = tls.createSocket(plain, upstream.getHostString(), upstream.getPort(), true)) {
                return isAnswered(secured);
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isAnswered(Socket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.0\r\nHost: stranger\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return OK.matcher(answer).lookingAt();
    }
}
