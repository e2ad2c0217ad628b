package dev.prewarm.it.drivers;

import dev.prewarm.it.contract.Ask;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** The body of a request, for OkHttp. */
final class AskedBody extends RequestBody {
    private final byte[] bytes;
    private final boolean oneShot;
    private final boolean announced;

    AskedBody(Ask ask) {
        this.bytes = ask.bytes();
        this.oneShot = ask.kind() == Ask.Body.ONE_SHOT;
        this.announced = !oneShot && ask.kind() != Ask.Body.STREAMED;
    }

    @Override
    public MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return announced ? bytes.length : -1;
    }

    @Override
    public boolean isOneShot() {
        return oneShot;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(bytes);
    }
}
