package dev.prewarm.pool.guard;

/** What one answered request says about the connections that were parked beside it. What each leads to: {@link Guard}. */
enum Verdict {
    /** Nothing of ours can have delayed it: it teaches what is usual. */
    UNHINDERED,
    /** It was refused, as others are without our doing. */
    REFUSES_ANYWAY,
    /** It was refused beside what is parked, and others are not. */
    REFUSED,
    /** It was answered because what was parked was let go, and not before. */
    SLOW_BECAUSE_OF_US,
    /** Nothing delayed it, as far as can be told by one. */
    USUAL,
    /** It took longer than usual, and not because of us as far as is seen. */
    AMBIGUOUS,
    SAYS_NOTHING;

    /**
     * Looks at nothing else and changes nothing.
     *
     * @param refused with a 429 or a 503
     * @param isWatched whether what is parked would have been let go for it
     */
    static Verdict of(long now, ObservedRequest request, boolean refused, boolean isWatched, UsualTimes usual) {
        if (refused) {
            return ofRefusal(request, usual);
        }
        if (request.isUnhindered()) {
            return UNHINDERED;
        }
        long took = request.took(now);
        if (!isWatched) {
            return !request.isTrial() && usual.isUsual(took) ? USUAL : SAYS_NOTHING;
        }
        if (request.isTrial() && !request.trial().stands()) {
            return SAYS_NOTHING;
        }
        if (request.isReleased() && isStalled(took, now - request.releasedAt(), request.isTrial(), usual)) {
            return SLOW_BECAUSE_OF_US;
        }
        boolean mayBeUsual = request.isTrial() || !request.isReleased();
        return mayBeUsual && usual.isUsual(took) ? USUAL : AMBIGUOUS;
    }

    private static Verdict ofRefusal(ObservedRequest request, UsualTimes usual) {
        if (request.parked() > 0 && !usual.refuses()) {
            return REFUSED;
        }
        return request.isUnhindered() ? REFUSES_ANYWAY : SAYS_NOTHING;
    }

    private static boolean isStalled(long took, long sinceRelease, boolean isTrial, UsualTimes usual) {
        if (isTrial && !Trial.isDelayed(took, usual)) {
            return false;
        }
        return sinceRelease <= usual.median() || took > usual.longest() && sinceRelease <= usual.patience();
    }
}
