package dev.prewarm.it.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * What an {@link Upstream} answers, by path:
 *
 * <ul>
 *   <li>{@code /status/404}: that status
 *   <li>{@code /bytes/N}, {@code /chunked/N}: N bytes, always the same ones
 *   <li>{@code /echo}: the request's method and body
 *   <li>{@code /slow?ms=}: after that time
 *   <li>{@code /slow-body?ms=}: head at once, body after that time
 *   <li>{@code /redirect?to=}: 302
 *   <li>{@code /auth}: 401 unless Basic {@code user:secret}
 *   <li>{@code /truncated/N}: half of the body announced, then FIN
 *   <li>{@code /reset-in-body/N}: the same, then RST
 *   <li>{@code /gzip/N}: N bytes, compressed
 *   <li>{@code /trailers/N}: N bytes, chunked, and the trailer {@code X-Trailer}
 *   <li>{@code /refuse-upload}: 417 to a request that expects 100-continue
 *   <li>{@code /early}: 413 as soon as the head is read, then FIN; {@code /early-reset}: the same, then RST
 *   <li>{@code /fault/MODE}: this request as by that {@link ServerMode}, say {@code /fault/close-after-request}; of
 *       another page {@code ?fault=MODE}
 *   <li>anything else: 200 and a short text
 *   <li>a request to upgrade to a web socket: a socket that sends each message back
 * </ul>
 */
final class Pages {
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));

    private Pages() {}

    static Answer answer(Request request) {
        Answer answer = page(request).header("X-Upstream", "prewarm-test");
        return request.method.equals("HEAD") ? answer.headOnly() : answer;
    }

    private static Answer page(Request request) {
        String[] parts = request.path().split("/");
        String last = parts.length == 0 ? "" : parts[parts.length - 1];
        switch (parts.length < 2 ? "" : parts[1]) {
            case "status":
                return new Answer(Integer.parseInt(last)).text("status " + last + "\n");
            case "bytes":
                return new Answer(200).body(bytes(Integer.parseInt(last)));
            case "chunked":
                return new Answer(200).body(bytes(Integer.parseInt(last))).chunked();
            case "gzip":
                return new Answer(200).header("Content-Encoding", "gzip").body(gzip(bytes(Integer.parseInt(last))));
            case "trailers":
                return new Answer(200)
                        .header("Trailer", "X-Trailer")
                        .body(bytes(Integer.parseInt(last)))
                        .trailer("X-Trailer: behind");
            case "reset-in-body":
            case "truncated":
                return new Answer(200).body(bytes(Integer.parseInt(last))).truncated();
            case "echo":
                return new Answer(200).header("X-Method", request.method).body(request.body);
            case "redirect":
                return new Answer(302).header("Location", request.query("to", "/"));
            case "auth":
                return BASIC.equals(request.headers.get("Authorization"))
                        ? new Answer(200).text("welcome\n")
                        : new Answer(401).header("WWW-Authenticate", "Basic realm=\"test\"");
            default:
                return new Answer(200).text("hello\n");
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream to = new GZIPOutputStream(packed)) {
            to.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        return bytes;
    }
}
