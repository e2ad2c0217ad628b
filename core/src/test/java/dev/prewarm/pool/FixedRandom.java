package dev.prewarm.pool;

import java.util.Random;

/** Every fraction is the same one, until the test says otherwise. */
public final class FixedRandom extends Random {
    private static final long serialVersionUID = 1;

    public double fraction;

    public FixedRandom(double fraction) {
        this.fraction = fraction;
    }

    @Override
    public double nextDouble() {
        return fraction;
    }
}
