package dev.prewarm.pool;

/** Equal to nothing but itself; goes when the test says so. */
final class FakeRecipe implements Recipe {
    private boolean gone;

    void goAway() {
        gone = true;
    }

    @Override
    public boolean isGone() {
        return gone;
    }
}
