package dev.prewarm.wire;

import dev.prewarm.pool.Recipe;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * By which handshakes are not made ahead any more until the JVM ends: code of the application took too long in one, and has, or
 * had, a thread of few. Of bounded number. Thread-safe.
 */
final class SlowRecipes {
    static final String OBSTACLE =
            "TCP only for a client whose own code took too long in a handshake that was made ahead";

    /** Beyond it a slow one is tried again and again, on no more threads than before. */
    private static final int MOST = 1_000;

    private final Set<Recipe> slow = ConcurrentHashMap.newKeySet();

    void add(Recipe recipe) {
        slow.removeIf(Recipe::isGone);
        if (slow.size() < MOST) {
            slow.add(recipe);
        }
    }

    boolean contains(Recipe recipe) {
        return !slow.isEmpty() && slow.contains(recipe);
    }
}
