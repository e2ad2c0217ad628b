package dev.prewarm;

/** A hit would skip the connect check of a SecurityManager, so that everything is cold once one was set. */
final class SecurityManagers {
    private SecurityManagers() {}

    /** False where Java no longer knows the notion. */
    static boolean isOneSet() {
        try {
            return System.getSecurityManager() != null;
        } catch (LinkageError removed) {
            return false;
        }
    }
}
