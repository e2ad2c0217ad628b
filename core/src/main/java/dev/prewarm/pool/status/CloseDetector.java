package dev.prewarm.pool.status;

/**
 * Whether an origin closes its connections, from its answers: three alike in a row decide. So do three promises to keep a
 * connection that were broken in a row; then no promise counts until a connection is used again.
 */
final class CloseDetector {
    private static final int IN_A_ROW = 3;

    private int closes;
    private int keeps;
    private int broken;
    private long lastBrokenAt = Long.MIN_VALUE;
    private boolean closing;
    private boolean keeping;
    private long closed;
    private long answers;

    /** True if that changes the verdict. */
    boolean answered(boolean saysSo) {
        boolean wasClosing = closing;
        boolean wasKeeping = keeping;
        boolean closesIt = saysSo || broken >= IN_A_ROW;
        answers++;
        closed += closesIt ? 1 : 0;
        closes = closesIt ? closes + 1 : 0;
        keeps = closesIt ? 0 : keeps + 1;
        if (closes >= IN_A_ROW) {
            closing = true;
            keeping = false;
        } else if (keeps >= IN_A_ROW) {
            keeping = true;
            closing = false;
        }
        return wasClosing != closing || wasKeeping != keeping;
    }

    /**
     * A connection ended soon after an answer that promised to keep it. Several that end together have one cause, a restart
     * say, and count once.
     *
     * @param answeredAt when that answer came
     * @return true if that changes the verdict
     */
    boolean broke(long now, long answeredAt) {
        if (lastBrokenAt != Long.MIN_VALUE && answeredAt - lastBrokenAt <= 0) {
            return false;
        }
        lastBrokenAt = now;
        closed++;
        keeps = 0;
        broken++;
        if (broken != IN_A_ROW) {
            return false;
        }
        boolean isNews = !closing;
        closes = IN_A_ROW;
        closing = true;
        keeping = false;
        return isNews;
    }

    /** A connection brought another answer: what is promised is kept. */
    void usedAgain() {
        broken = 0;
    }

    boolean closes() {
        return closing;
    }

    boolean keepsAlive() {
        return keeping;
    }

    long answers() {
        return answers;
    }

    /** How many were seen to close, in all. */
    long closed() {
        return closed;
    }
}
