package dev.prewarm.agent.apache;

import dev.prewarm.pool.Recipe;
import dev.prewarm.wire.TcpOnlyRecipe;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which handshake a connect led to the last time. A client shows its handshake only when TCP is connected, which is too late
 * to choose a connection. Bounded: the recipe that was not asked for longest goes first. Thread-safe.
 */
final class ApacheRecipes {
    /** Of a TLS strategy that nothing woven has to do with. */
    static final Recipe UNSEEN = new TcpOnlyRecipe("TCP only for a client whose TLS strategy is not the library's own");

    private static final int MOST = 256;

    private final Map<ApacheFrame, Recipe> recipes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ApacheFrame, Recipe> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Where not all that a handshake depends on can be seen.
     *
     * @param strategy the class of the TLS strategy; null: none of the library's
     * @param maker of the client's handshake: its factory or engine
     */
    static Recipe unfollowed(String strategy, Object maker) {
        return new TcpOnlyRecipe("TCP only for a client whose TLS is made by "
                + maker.getClass().getName() + " and " + (strategy == null ? "a strategy of its own" : strategy));
    }

    /** Also forgets those that nobody can ask for again: of clients made per request. */
    synchronized void put(ApacheFrame frame, Recipe recipe) {
        recipes.keySet().removeIf(ApacheFrame::isGone);
        recipes.put(frame, recipe);
    }

    synchronized void remove(ApacheFrame frame) {
        recipes.remove(frame);
    }

    /** Null if none is known that would still be followed. */
    synchronized Recipe get(ApacheFrame frame) {
        Recipe recipe = recipes.get(frame);
        return recipe == null || recipe.isGone() ? null : recipe;
    }
}
