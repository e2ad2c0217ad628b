package dev.prewarm.pool.guard;

/** What of the connections opened ahead is to be closed at once, because a request beside them waits. */
public enum LetGo {
    NOTHING,
    /** Those of the trial under way. */
    TRIAL,
    EVERYTHING
}
