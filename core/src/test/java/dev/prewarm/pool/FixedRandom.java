package dev.prewarm.pool;

import java.util.Random;

/** Every fraction is the same one, until the test says otherwise. */
final class FixedRandom extends Random {
    private static final long serialVersionUID = 1;

    double fraction;

    FixedRandom(double fraction) {
        this.fraction = fraction;
    }

    @Override
    public double nextDouble() {
        return fraction;
    }
}
