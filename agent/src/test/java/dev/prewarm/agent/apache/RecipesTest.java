package dev.prewarm.agent.apache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.pool.Recipe;
import org.junit.jupiter.api.Test;

class RecipesTest {
    private final Object operator = new Object();

    private Frame to(String host) {
        return new Frame(operator, "https", host, 443, null, null);
    }

    /** A client that goes to ever new hosts must not fill the heap. */
    @Test
    void forgetsWhatWasNotAskedForLongest() {
        Recipe recipe = () -> false;
        Recipes recipes = new Recipes();
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
}
