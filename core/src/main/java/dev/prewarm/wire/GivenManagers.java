package dev.prewarm.wire;

import java.lang.ref.WeakReference;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * What a client's SSLContext was given by its last {@code init}: trust manager, key manager and SecureRandom, of which that makes
 * a new one where none is given. So no second {@code init} leaves all as it was. Immutable; holds all of it weakly.
 */
final class GivenManagers {
    private static final GivenManagers UNKNOWN = new GivenManagers(null, null, null, null);

    private final WeakReference<Object> context;
    private final WeakReference<Object> trust;
    private final WeakReference<Object> keys;
    private final WeakReference<Object> random;

    private GivenManagers(Object context, Object trust, Object keys, Object random) {
        this.context = new WeakReference<>(context);
        this.trust = new WeakReference<>(trust);
        this.keys = new WeakReference<>(keys);
        this.random = new WeakReference<>(random);
    }

    /** @param source as {@link TlsManagers#of} takes it, with which what can't be looked at is not followed */
    static GivenManagers of(Object source) {
        Object context = TlsManagers.contextIn(source);
        ContextFields fields = ContextFields.get();
        return context == null
                ? UNKNOWN
                : new GivenManagers(
                        context,
                        fields.trustManager(context),
                        fields.keyManager(context),
                        fields.secureRandom(context));
    }

    /** Whether the context has been initialised again since. */
    boolean areReplaced() {
        Object live = context.get();
        ContextFields fields = ContextFields.get();
        return live != null
                && (fields.trustManager(live) != trust.get()
                        || fields.keyManager(live) != keys.get()
                        || fields.secureRandom(live) != random.get());
    }

    /** A context with the same managers and nothing else in common, as if it had never been used. */
    SSLContext inAContextOfTheirOwn() throws GeneralSecurityException {
        return ContextFields.get().contextWith(context.get(), trust.get(), keys.get(), random.get());
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof GivenManagers)) {
            return false;
        }
        GivenManagers that = (GivenManagers) other;
        return trust.get() == that.trust.get() && keys.get() == that.keys.get() && random.get() == that.random.get();
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(context.get());
    }
}
