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

    AskedBody(Ask ask) {
        this.bytes = ask.bytes();
        this.oneShot = ask.kind() == Ask.Body.ONE_SHOT;
    }

    @Override
    public MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return oneShot ? -1 : bytes.length;
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
