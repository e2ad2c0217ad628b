package dev.prewarm.pool.guard;

/** The one request by which something is being found out now, and how long it may wait until what may delay it is let go. */
final class Watch {
    private ObservedRequest request;
    private long until;

    void begin(ObservedRequest begun, long waitsUntil) {
        request = begun;
        until = waitsUntil;
    }

    private void end() {
        request = null;
    }

    /** No effect on another one. */
    void endOf(ObservedRequest ended) {
        if (isOf(ended)) {
            end();
        }
    }

    /** One connection of that trial can't be opened: it says nothing. */
    void failed(Trial trial) {
        if (isTrying(trial)) {
            end();
        }
    }

    boolean isOn() {
        return request != null;
    }

    boolean isOf(ObservedRequest asked) {
        return asked != null && asked == request;
    }

    /** Whether the connections of a trial are to be held now. */
    boolean isTrying() {
        return request != null && request.isTrial() && !request.isReleased();
    }

    /** Whether those of this trial are. */
    boolean isTrying(Trial trial) {
        return isTrying() && request.trial() == trial;
    }

    /** Whether everything has been let go for it. */
    boolean hasLetGo() {
        return request != null && request.isReleased() && !request.isTrial();
    }

    /** One connection of that trial stands. */
    void parked(long now, Trial trial) {
        if (isTrying(trial)) {
            trial.parked();
            until = Math.min(until, now + Trial.HOLD);
        }
    }

    /** When {@link #overdue} may change; {@link Long#MAX_VALUE}: not before something happens. */
    long nextAt() {
        return request == null ? Long.MAX_VALUE : until;
    }

    /**
     * What to let go of because it has waited for too long: first of its trial, then of what stood there before; each once.
     *
     * @param patience how long it is watched after that
     */
    LetGo overdue(long now, long patience) {
        if (request == null || now < until) {
            return LetGo.NOTHING;
        }
        if (isTrying() && !request.trial().stands()) {
            end();
            return LetGo.TRIAL;
        }
        boolean isTrial = request.isTrial();
        if (!request.isReleased()) {
            request.release(now);
            until = now + patience;
            return isTrial ? LetGo.TRIAL : LetGo.EVERYTHING;
        }
        // Cancelled by its client, or slow by itself, or it waits for what was there before its trial.
        end();
        return isTrial ? LetGo.EVERYTHING : LetGo.NOTHING;
    }
}
