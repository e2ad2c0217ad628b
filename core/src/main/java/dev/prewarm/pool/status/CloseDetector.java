package dev.prewarm.pool.status;

/** Whether an origin closes its connections, from its answers: three alike in a row decide. */
final class CloseDetector {
    private static final int IN_A_ROW = 3;

    private int closes;
    private int keeps;
    private boolean closing;
    private boolean keeping;
    private long closed;
    private long answers;

    /** True if that changes the verdict. */
    boolean answered(boolean closesIt) {
        boolean wasClosing = closing;
        boolean wasKeeping = keeping;
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
