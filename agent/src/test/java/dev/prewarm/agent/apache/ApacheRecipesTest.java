package dev.prewarm.agent.apache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.Recipe;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class ApacheRecipesTest {
    private final Object operator = new Object();

    private ApacheFrame to(String host) {
        return new ApacheFrame(operator, "https", host, 443, null, null);
    }

    /** A client that goes to ever new hosts must not fill the heap. */
    @Test
    void forgetsWhatWasNotAskedForLongest() {
        Recipe recipe = () -> false;
        ApacheRecipes recipes = new ApacheRecipes();
        recipes.put(to("kept"), recipe);
        recipes.put(to("first"), recipe);
        for (int i = 0; i < 255; i++) {
            recipes.get(to("kept"));
            recipes.put(to("host" + i), recipe);
        }
        assertThat(recipes.get(to("kept"))).isSameAs(recipe);
        assertThat(recipes.get(to("host254"))).isSameAs(recipe);
        assertThat(recipes.get(to("first"))).isNull();
    }

    /** A client that is made for one request must not leave its recipe behind. */
    @Test
    void forgetsWhatNobodyCanAskForAgain() throws InterruptedException {
        ApacheRecipes recipes = new ApacheRecipes();
        WeakReference<Recipe> left = leaveOne(recipes);
        for (int i = 0; i < 100 && left.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
            recipes.put(to("next"), () -> false);
        }
        assertThat(left.get()).isNull();
    }

    private static WeakReference<Recipe> leaveOne(ApacheRecipes recipes) {
        Recipe recipe = new Recipe() {
            @Override
            public boolean isGone() {
                return false;
            }
        };
        recipes.put(new ApacheFrame(new Object(), "https", "host", 443, null, null), recipe);
        return new WeakReference<>(recipe);
    }
}
