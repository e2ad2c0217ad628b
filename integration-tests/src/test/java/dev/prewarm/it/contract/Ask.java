package dev.prewarm.it.contract;

/** One request that a driver is to send. */
public final class Ask {
    /** How its body is sent. */
    public enum Body {
        NONE,
        /** Its length announced, and could be sent again. */
        BYTES,
        /** From a stream, its length not announced. */
        ONE_SHOT
    }

    private final String method;
    private final String url;
    private Body kind = Body.NONE;
    private int length;
    private boolean expectContinue;
    private Runnable onHead = () -> {};

    public Ask(String method, String url) {
        this.method = method;
        this.url = url;
    }

    /** A body of so many zeros. */
    public Ask body(int bytes) {
        kind = Body.BYTES;
        length = bytes;
        return this;
    }

    Ask oneShotBody(int bytes) {
        kind = Body.ONE_SHOT;
        length = bytes;
        return this;
    }

    Ask expectContinue() {
        expectContinue = true;
        return this;
    }

    Ask onHead(Runnable task) {
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

    /** Its body: zeros. */
    public byte[] bytes() {
        return new byte[length];
    }

    public boolean expectsContinue() {
        return expectContinue;
    }

    /** To be called when the head of the answer is there, before its body is read. */
    public void headCame() {
        onHead.run();
    }
}
