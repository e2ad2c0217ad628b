package dev.prewarm.it.kit;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.SplittableRandom;

/** Serves one connection of a {@link SoakServer}, for one request; or ends it, at some age, if none comes. */
final class SoakServing implements Runnable {
    /** Longer than any client waits with a connection of its own. */
    private static final int SILENCE_MILLIS = 400;

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int BODY_MILLIS = 100;
    private static final byte[] PAGE_408 =
            new Answer(408).header("Connection", "close").head("HTTP/1.1");

    private final SoakServer server;
    private final Wire wire;
    private final InputStream in;
    /** For how long it may be silent; 0: for ever. */
    private final int silenceMillis;
    /** It is ended when it is spoken to after that time, not at once. */
    private final boolean crosses;

    private final SilentEnd end;

    /** @param lot from which is drawn what becomes of a silent connection */
    SoakServing(SoakServer server, Wire wire, long lot) {
        this.server = server;
        this.wire = wire;
        this.in = wire.input();
        SplittableRandom drawn = new SplittableRandom(lot);
        boolean left = drawn.nextBoolean();
        this.crosses = drawn.nextBoolean();
        this.silenceMillis = left ? 0 : SILENCE_MILLIS + drawn.nextInt(crosses ? SILENCE_MILLIS : 10 * SILENCE_MILLIS);
        this.end = SilentEnd.values()[drawn.nextInt(SilentEnd.values().length)];
    }

    @Override
    public void run() {
        try {
            wire.handshake();
            serve();
        } catch (IOException | InterruptedException ended) {
            // By the client, or by a restart.
        } finally {
            try {
                wire.socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }

    private void serve() throws IOException, InterruptedException {
        long silentSince = System.nanoTime();
        wire.socket.setSoTimeout(crosses ? 0 : silenceMillis);
        in.mark(1);
        try {
            if (wire.firstByte(in) < 0) {
                return;
            }
        } catch (SocketTimeoutException silent) {
            end();
            return;
        }
        in.reset();
        boolean late = crosses && silenceMillis > 0 && System.nanoTime() - silentSince > silenceMillis * 1_000_000L;
        wire.socket.setSoTimeout(PATIENCE_MILLIS);
        SoakRequest request = readRequest();
        if (request == null) {
            return;
        }
        if (late) {
            server.countCrossed(request.number);
            end();
        } else {
            answer(request, request.fate(server.countRead(request.number)));
        }
    }

    private SoakRequest readRequest() throws IOException {
        Request request = Request.readHead(in);
        if (request == null) {
            return null;
        }
        request.readBody(in);
        return server.request(Integer.parseInt(request.path().substring(1)));
    }

    private void answer(SoakRequest request, SoakRequest.Fate fate) throws IOException, InterruptedException {
        Answer answer = new Answer(fate == SoakRequest.Fate.PAGE_503 ? 503 : 200)
                .header("X-Request", request.number + " " + request.method)
                .header("Connection", "close")
                .body(request.answer());
        if (request.method.equals("HEAD")) {
            answer.headOnly();
        }
        switch (fate) {
            case RST:
                wire.reset();
                return;
            case FIN:
                finish();
                return;
            case UNANSWERED:
            case CANCELLED:
                in.read();
                return;
            case PAGE_408:
                wire.write(PAGE_408);
                finish();
                return;
            case STALLED:
                Thread.sleep(request.millis);
                break;
            case CHUNKED:
                answer.chunked();
                break;
            case FIN_IN_BODY:
            case RST_IN_BODY:
                answer.truncated();
                break;
            default:
        }
        wire.write(answer.head("HTTP/1.1"));
        wire.write(answer.rest());
        if (fate == SoakRequest.Fate.RST_IN_BODY) {
            // What was sent is to be read first.
            Thread.sleep(BODY_MILLIS);
            wire.reset();
        } else {
            finish();
        }
    }

    private void end() throws IOException {
        if (end == SilentEnd.RST) {
            wire.reset();
            return;
        }
        if (end == SilentEnd.PAGE_408) {
            wire.write(PAGE_408);
        }
        wire.finish();
        wire.socket.setSoTimeout(PATIENCE_MILLIS);
        SoakRequest crossing = readRequest();
        if (crossing != null) {
            server.countCrossed(crossing.number);
        }
    }

    private void finish() throws IOException {
        wire.finish();
        Wire.readAway(wire.socket, in);
    }
}
