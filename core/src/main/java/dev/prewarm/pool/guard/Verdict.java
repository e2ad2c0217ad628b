package dev.prewarm.pool.guard;

/**
 * What one answered request says about the connections that were parked beside it. The table is {@link #of}, top down; what
 * each verdict leads to is {@link Guard}'s.
 */
enum Verdict {
    /** Nothing of ours can have delayed it: it teaches what is usual. */
    UNHINDERED,
    /** It was answered because what was parked was let go, as far as can be told by one. */
    STALLED,
    /** It was not: what was parked was let go for nothing. */
    LET_GO_IN_VAIN,
    /** Nothing delayed it, as far as can be told by one. */
    USUAL,
    /** It took longer than usual, and was answered beside what was parked nevertheless. */
    SLOW,
    SAYS_NOTHING;

    /**
     * Looks at nothing else and changes nothing.
     *
     * @param refused with a 403, 429 or 503, which come sooner than an answer, or not at all
     * @param roundTrip nanoseconds
     */
    static Verdict of(long now, ObservedRequest request, boolean refused, UsualTimes usual, long roundTrip) {
        if (refused || request.isBlurred()) {
            return SAYS_NOTHING;
        }
        if (request.isUnhindered()) {
            return UNHINDERED;
        }
        if (request.isTrial() && !request.trial().stands()) {
            return SAYS_NOTHING;
        }
        if (request.isLetGo() && !usual.isKnown(now)) {
            return SAYS_NOTHING;
        }
        if (request.isTrial() && request.isLetGo()) {
            return ofTrial(now, request, usual);
        }
        if (request.isLetGo()) {
            long lag = now - request.letGoAt();
            boolean isLate = !usual.isUsual(now, request.took(now));
            return isLate && lag <= usual.mostly(now) + roundTrip ? STALLED : LET_GO_IN_VAIN;
        }
        return usual.isUsual(now, request.took(now)) ? USUAL : SLOW;
    }

    /** Of a trial whose connections were closed before the answer came. */
    private static Verdict ofTrial(long now, ObservedRequest request, UsualTimes usual) {
        long took = request.took(now);
        if (took > usual.median(now) + request.trial().hold() / 2) {
            return now - request.letGoAt() <= usual.mostly(now) ? STALLED : SAYS_NOTHING;
        }
        // An answer that is never sooner than the closing can be told from one that waited for it by its time alone.
        boolean canBeSooner = usual.median(now) < request.trial().hold();
        return usual.isUsual(now, took) && !canBeSooner ? USUAL : SAYS_NOTHING;
    }
}
