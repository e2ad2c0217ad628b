package dev.prewarm.it.kit;

/** The profile {@code quick}: fewer JDKs, versions and passes, to be waited for while one works. */
public final class Quick {
    private static final boolean ON = Boolean.getBoolean("prewarm.it.quick");

    private Quick() {}

    public static boolean isOn() {
        return ON;
    }
}
