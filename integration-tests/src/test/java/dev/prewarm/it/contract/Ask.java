package dev.prewarm.it.contract;

/** One request that a driver is to send. */
public final class Ask {
    /** How its body is sent. */
    public enum Body {
        NONE,
        /** Its length announced, and could be sent again. */
        BYTES,
        /** From a stream, its length not announced. */
        ONE_SHOT,
        /** Its length not announced, and could be sent again. */
        STREAMED
    }

    private final String method;
    private final String url;
    private Body kind = Body.NONE;
    private byte[] bytes = new byte[0];
    private boolean expectContinue;
    private Runnable onHead = () -> {};

    public Ask(String method, String url) {
        this.method = method;
        this.url = url;
    }

    /** A body of so many zeros. */
    Ask body(int length) {
        return body(new byte[length]);
    }

    public Ask body(byte[] these) {
        kind = Body.BYTES;
        bytes = these.clone();
        return this;
    }

    Ask oneShotBody(int length) {
        kind = Body.ONE_SHOT;
        bytes = new byte[length];
        return this;
    }

    Ask body(Body kindOfIt, int length) {
        kind = kindOfIt;
        bytes = new byte[length];
        return this;
    }

    Ask expectContinue() {
        expectContinue = true;
        return this;
    }

    public Ask onHead(Runnable task) {
        onHead = task;
        return this;
    }

    public String method() {
        return method;
    }

    public String url() {
        return url;
    }

    public Body kind() {
        return kind;
    }

    /** Its body. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean expectsContinue() {
        return expectContinue;
    }

    /** To be called when the head of the answer is there, before its body is read. */
    public void headCame() {
        onHead.run();
    }
}
