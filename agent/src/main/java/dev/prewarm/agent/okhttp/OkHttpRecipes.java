package dev.prewarm.agent.okhttp;

import dev.prewarm.WeakIdentityMap;
import dev.prewarm.wire.SocketRecipe;
import java.util.LinkedHashMap;
import java.util.Map;

/** The recipes that were followed to a verified answer, by factory and profile. Holds factories weakly. Thread-safe. */
final class OkHttpRecipes {
    private static final int MOST_PER_FACTORY = 1_000;

    private final WeakIdentityMap<Map<OkHttpTlsProfile, SocketRecipe>> byFactory = new WeakIdentityMap<>();

    /** Null if none is known that would still be followed. */
    synchronized SocketRecipe get(Object factory, OkHttpTlsProfile profile) {
        Map<OkHttpTlsProfile, SocketRecipe> known = byFactory.get(factory);
        SocketRecipe recipe = known == null ? null : known.get(profile);
        return recipe == null || recipe.isGone() ? null : recipe;
    }

    synchronized void learn(Object factory, OkHttpTlsProfile profile, SocketRecipe recipe) {
        Map<OkHttpTlsProfile, SocketRecipe> known = byFactory.get(factory);
        if (known == null) {
            known = new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<OkHttpTlsProfile, SocketRecipe> eldest) {
                    return size() > MOST_PER_FACTORY;
                }
            };
            byFactory.put(factory, known);
        }
        known.put(profile, recipe);
    }

    synchronized void forget(Object factory, OkHttpTlsProfile profile) {
        Map<OkHttpTlsProfile, SocketRecipe> known = byFactory.get(factory);
        if (known != null) {
            known.remove(profile);
        }
    }
}
