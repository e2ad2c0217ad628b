package dev.prewarm.wire;

import dev.prewarm.config.OriginSettings;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.security.AlgorithmConstraints;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;

/**
 * By what a client makes its handshakes, at one moment: its SSLContext or SSLSocketFactory, what the context had been given by its
 * last {@code init}, and the context class loader of the client's thread. Two are equal if the first two are the very same. Immutable;
 * holds all of it weakly.
 */
final class ClientTls {
    private final WeakReference<Object> source;
    private final int sourceHash;
    private final GivenManagers given;
    private final WeakReference<ClassLoader> contextLoader;
    private final String foreignConstraints;

    /**
     * @param source an SSLContext, or an SSLSocketFactory
     * @param parameters those of the client
     */
    ClientTls(Object source, SSLParameters parameters) {
        this.source = new WeakReference<>(source);
        this.sourceHash = System.identityHashCode(source);
        this.given = GivenManagers.of(source);
        this.contextLoader = new WeakReference<>(Thread.currentThread().getContextClassLoader());
        this.foreignConstraints = foreign(parameters.getAlgorithmConstraints());
    }

    /** Its class, if it is the application's; null: it is not. */
    private static String foreign(AlgorithmConstraints constraints) {
        return constraints == null || TlsManagers.isInJavaBase(constraints)
                ? null
                : constraints.getClass().getName();
    }

    /** Whether nobody will make its handshakes like that any more: it was collected, or initialised again. */
    boolean isGone() {
        return source.get() == null || given.areReplaced();
    }

    /** Null if there was none, or it was collected. */
    ClassLoader contextLoader() {
        return contextLoader.get();
    }

    /** Whether a handshake asks managers of the application's. */
    boolean asksTheApplication() {
        Object live = source.get();
        return live != null && !TlsManagers.of(live).areOfTheJdk();
    }

    /** As of a {@link dev.prewarm.pool.Recipe}. */
    String obstacle(OriginSettings settings) {
        Object live = source.get();
        if (live == null) {
            return null;
        }
        if (given.areReplaced()) {
            return "TCP only for a client whose SSLContext was initialised again";
        }
        return foreignConstraints == null
                ? TlsManagers.of(live).obstacle(settings)
                : "TCP only for a client whose SSLParameters have AlgorithmConstraints of the application's own ("
                        + foreignConstraints + ")";
    }

    /**
     * What makes a handshake that is the client's own in all but this: where managers are the application's, its session goes into
     * no cache, and comes from none. A session that is resumed is verified by nobody.
     *
     * @return an SSLContext or an SSLSocketFactory
     * @throws IOException if it was collected
     */
    Object maker() throws IOException {
        Object live = source.get();
        if (live == null) {
            throw new IOException("the client's SSLContext or SSLSocketFactory is gone");
        }
        try {
            return TlsManagers.of(live).areOfTheJdk() ? live : given.inAContextOfTheirOwn();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** The same, for sockets. */
    SSLSocketFactory factory() throws IOException {
        Object maker = maker();
        return maker instanceof SSLContext ? ((SSLContext) maker).getSocketFactory() : (SSLSocketFactory) maker;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof ClientTls)) {
            return false;
        }
        ClientTls that = (ClientTls) other;
        Object live = source.get();
        return live != null && live == that.source.get() && given.equals(that.given);
    }

    @Override
    public int hashCode() {
        return sourceHash;
    }
}
