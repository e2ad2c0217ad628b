package dev.prewarm.it.programs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Somebody else's requests to the same upstream, one after another over sockets of its own, without the agent. Arguments: host,
 * port, requests, milliseconds between two. Prints {@code stranger n=.. p50=.. max=.. over200=.. failed=..}, times in
 * milliseconds from the start of connect to the end of the answer; what is not answered by 200 has failed. One before them
 * is not counted, which waits for classes to be loaded.
 */
public final class Stranger {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final Pattern OK = Pattern.compile("HTTP/1\\.[01] 200 ");

    private Stranger() {}

    public static void main(String[] args) throws InterruptedException {
        InetSocketAddress upstream = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        long gap = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[3]));
        double[] millis = new double[Integer.parseInt(args[2])];
        Random random = new Random(1);
        int failed = isServed(upstream) ? 0 : 1;
        long due = System.nanoTime();
        for (int i = 0; i < millis.length; i++) {
            TimeUnit.NANOSECONDS.sleep(due + random.nextInt((int) (gap / 2)) - System.nanoTime());
            long began = System.nanoTime();
            failed += isServed(upstream) ? 0 : 1;
            millis[i] = (System.nanoTime() - began) / 1e6;
            due += gap;
        }
        Arrays.sort(millis);
        System.out.printf(
                "stranger n=%d p50=%.0f max=%.0f over200=%d failed=%d%n",
                millis.length,
                millis[millis.length / 2],
                millis[millis.length - 1],
                Arrays.stream(millis).filter(wait -> wait > 200).count(),
                failed);
    }

    private static boolean isServed(InetSocketAddress upstream) {
        try (Socket socket = new Socket()) {
            socket.connect(upstream, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write("GET / HTTP/1.0\r\nHost: stranger\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return OK.matcher(answer).lookingAt();
        } catch (IOException e) {
            return false;
        }
    }
}
