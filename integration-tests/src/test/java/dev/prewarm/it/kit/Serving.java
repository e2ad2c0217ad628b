package dev.prewarm.it.kit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Serves one connection of an {@link Upstream} from accept to end, and records what it saw. */
final class Serving {
    private static final byte[] PAGE_408 =
            ("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 4\r\n\r\n" + "408\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LATE_MILLIS = 1_200;
    private static final int RESET_AFTER_MILLIS = 200;

    private final Upstream upstream;
    private final Wire wire;
    private final Connection seen;
    private final InputStream in;

    Serving(Upstream upstream, Wire wire, Connection seen) {
        this.upstream = upstream;
        this.wire = wire;
        this.seen = seen;
        this.in = wire.input();
    }

    void run() {
        try {
            serve();
        } catch (InterruptedException | SocketTimeoutException | RuntimeException e) {
            seen.end(Connection.End.SERVER);
        } catch (IOException e) {
            // Our own socket is closed only by the upstream's stop.
            seen.end(wire.socket.isClosed() ? Connection.End.SERVER : Connection.End.CLIENT_RST);
        } finally {
            try {
                wire.socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
            seen.closed = true;
        }
    }

    private void serve() throws IOException, InterruptedException {
        ServerMode atAccept = upstream.mode();
        if (atAccept == ServerMode.RESET_AT_FIRST_BYTE || atAccept == ServerMode.CLOSE_AT_FIRST_BYTE) {
            wire.socket.getInputStream().read();
        }
        if (atAccept == ServerMode.RESET_AT_ACCEPT || atAccept == ServerMode.RESET_AT_FIRST_BYTE) {
            reset();
            return;
        }
        if (atAccept == ServerMode.CLOSE_AT_ACCEPT || atAccept == ServerMode.CLOSE_AT_FIRST_BYTE) {
            finishBare();
            return;
        }
        if (atAccept == ServerMode.STALL_AT_ACCEPT) {
            upstream.stall();
            seen.end(Connection.End.SERVER);
            return;
        }
        if (!handshake()) {
            return;
        }
        if (atAccept == ServerMode.CLOSE_AFTER_HANDSHAKE) {
            finish();
            return;
        }
        long openedAt = System.nanoTime();
        boolean more = true;
        while (more) {
            Request request = awaitRequest();
            long arrivedAt = System.nanoTime();
            if (request == null) {
                return;
            }
            if (WebSockets.wantedBy(request)) {
                seen.requests++;
                WebSockets.serve(request, wire, in);
                finish();
                return;
            }
            if (request.path().startsWith("/early")) {
                seen.requests++;
                answerEarly(request.path().equals("/early-reset"));
                return;
            }
            if (mode(request) == ServerMode.CLOSE_AFTER_HEAD) {
                seen.requests++;
                finish();
                return;
            }
            if (request.expectsContinue() && !request.path().equals("/refuse-upload")) {
                wire.write(CONTINUE);
                request.readBody(in);
            } else if (!request.expectsContinue()) {
                request.readBody(in);
            }
            seen.requests++;
            boolean late = Duration.ofNanos(arrivedAt - openedAt).toMillis() >= LATE_MILLIS;
            more = answer(request, late || seen.requests > 1);
        }
    }

    /** Whether the connection goes on: not when the handshake failed, nor after h2. */
    private boolean handshake() throws IOException {
        try {
            wire.handshake();
        } catch (IOException failed) {
            if (failed instanceof SocketException) {
                throw failed;
            }
            seen.end(failed instanceof EOFException ? Connection.End.CLIENT_FIN : Connection.End.SERVER);
            finishBare();
            return false;
        }
        if (wire instanceof TlsWire) {
            SSLEngine engine = ((TlsWire) wire).engine();
            seen.alpn = engine.getApplicationProtocol();
            try {
                seen.clientCertificate = engine.getSession().getPeerCertificates().length > 0;
            } catch (SSLPeerUnverifiedException none) {
                seen.clientCertificate = false;
            }
        }
        seen.handshaken = true;
        if (seen.alpn.equals("h2")) {
            new Http2(wire, in, seen).serve();
            finish();
            return false;
        }
        return true;
    }

    /** The next request, or null when the connection ended without one: by the client, or for being silent too long. */
    private Request awaitRequest() throws IOException {
        wire.socket.setSoTimeout((int) upstream.silenceMillis());
        in.mark(1);
        int first;
        try {
            first = wire.firstByte(in);
        } catch (SocketTimeoutException silent) {
            endSilent();
            return null;
        }
        wire.socket.setSoTimeout(0);
        if (first < 0) {
            seen.end(Connection.End.CLIENT_FIN);
            return null;
        }
        in.reset();
        return Request.readHead(in);
    }

    private void endSilent() throws IOException {
        SilentEnd how = upstream.silentEnd();
        if (how == SilentEnd.RST) {
            reset();
            return;
        }
        if (how == SilentEnd.PAGE_408) {
            endBy408();
        } else {
            finish();
        }
    }

    private boolean keepsOtherwise(ServerMode mode) {
        boolean ifStale = mode == ServerMode.CLOSE_IF_STALE
                || mode == ServerMode.RESET_IF_STALE
                || mode == ServerMode.PAGE_408_IF_STALE;
        return ifStale && upstream.mode() == ServerMode.KEEP_ALIVE;
    }

    private ServerMode mode(Request request) {
        String path = request.path();
        String fault = path.startsWith("/fault/") ? path.substring("/fault/".length()) : request.query("fault", "");
        return fault.isEmpty() ? upstream.mode() : ServerMode.ofPath(fault);
    }

    /** Answers, and says whether the connection goes on. */
    private boolean answer(Request request, boolean stale) throws IOException, InterruptedException {
        String path = request.path();
        ServerMode mode = mode(request);
        switch (mode) {
            case STALL:
                upstream.stall();
                seen.end(Connection.End.SERVER);
                return false;
            case CLOSE_IF_STALE:
                if (stale) {
                    finish();
                    return false;
                }
                break;
            case RESET_IF_STALE:
                if (stale) {
                    reset();
                    return false;
                }
                break;
            case RESET_AFTER_REQUEST:
                reset();
                return false;
            case CLOSE_AFTER_REQUEST:
                upstream.stall(Long.parseLong(request.query("ms", "0")));
                finish();
                return false;
            case PAGE_408_IF_STALE:
                if (stale) {
                    endBy408();
                    return false;
                }
                break;
            case PAGE_408:
                endBy408();
                return false;
            case PAGE_408_LEFT_OPEN:
                wire.write(PAGE_408);
                return true;
            default:
        }
        long delay = Long.parseLong(request.query("ms", "0"));
        Answer answer =
                path.equals("/refuse-upload") && request.expectsContinue() ? new Answer(417) : Pages.answer(request);
        boolean keeps = mode == ServerMode.KEEP_ALIVE || keepsOtherwise(mode);
        boolean closes = !keeps || answer.isTruncated();
        if (mode == ServerMode.UNTIL_CLOSE) {
            answer.untilClose();
        } else if (mode == ServerMode.LIE) {
            answer.header("Connection", "keep-alive");
        } else if (closes && mode != ServerMode.HTTP_1_0) {
            answer.header("Connection", "close");
        }
        upstream.answerBegins();
        if (path.equals("/slow")) {
            upstream.stall(delay);
        }
        upstream.answerEnds();
        wire.write(answer.head(mode == ServerMode.HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1"));
        if (path.equals("/slow-body")) {
            upstream.stall(delay);
        }
        wire.write(answer.rest());
        if (path.startsWith("/reset-in-body/")) {
            // What was sent is to be read first.
            upstream.stall(RESET_AFTER_MILLIS);
            reset();
            return false;
        }
        if (closes) {
            finish();
        }
        return !closes;
    }

    /** @param resets the body that is still coming meets a closed socket */
    private void answerEarly(boolean resets) throws IOException {
        wire.write(new Answer(413)
                .header("Connection", "close")
                .text("too large\n")
                .head("HTTP/1.1"));
        wire.write(new Answer(413).text("too large\n").rest());
        if (resets) {
            seen.end(Connection.End.SERVER);
        } else {
            finish();
        }
    }

    private void endBy408() throws IOException {
        wire.write(PAGE_408);
        finish();
    }

    private void finish() throws IOException {
        seen.end(Connection.End.SERVER);
        wire.finish();
        Wire.readAway(wire.socket, in);
    }

    /** FIN without a word of TLS. */
    private void finishBare() throws IOException {
        seen.end(Connection.End.SERVER);
        wire.socket.shutdownOutput();
        Wire.readAway(wire.socket, wire.socket.getInputStream());
    }

    private void reset() throws IOException {
        seen.end(Connection.End.SERVER);
        wire.reset();
    }
}
