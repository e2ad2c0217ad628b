package dev.prewarm.pool;

import dev.prewarm.config.Origin;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/** What two requests must agree on to share a warm connection. Immutable. */
public final class Key {
    private final Origin origin;
    private final InetSocketAddress endpoint;
    private final Recipe recipe;

    /**
     * @param endpoint resolved
     * @param recipe null for a connection without TLS, or without its TLS done ahead
     */
    public Key(Origin origin, InetSocketAddress endpoint, Recipe recipe) {
        this.origin = Objects.requireNonNull(origin);
        this.endpoint = Objects.requireNonNull(endpoint);
        this.recipe = recipe;
    }

    public Origin origin() {
        return origin;
    }

    public InetSocketAddress endpoint() {
        return endpoint;
    }

    /** Null for a connection whose TLS, if any, is the client's own business. */
    public Recipe recipe() {
        return recipe;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key
                && origin.equals(((Key) other).origin)
                && endpoint.equals(((Key) other).endpoint)
                && scope(endpoint) == scope(((Key) other).endpoint)
                && Objects.equals(recipe, ((Key) other).recipe);
    }

    /** The same link-local address on two interfaces is two machines; addresses are equal without it. */
    private static int scope(InetSocketAddress endpoint) {
        InetAddress address = endpoint.getAddress();
        return address instanceof Inet6Address ? ((Inet6Address) address).getScopeId() : 0;
    }

    @Override
    public int hashCode() {
        return (origin.hashCode() * 31 + endpoint.hashCode()) * 31 + Objects.hashCode(recipe);
    }

    @Override
    public String toString() {
        return origin + " at " + endpoint + (recipe == null ? "" : " with TLS");
    }
}
