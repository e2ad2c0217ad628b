package dev.prewarm.agent.okhttp;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * All that OkHttp looks at when it configures an SSLSocket: for the same factory, equal profiles lead to equal recipes. So
 * the recipe is known when a connection is wanted, before there is a socket to be configured. Immutable; connection specs
 * are held weakly and compared by identity.
 */
final class OkHttpTlsProfile {
    private final String host;
    private final int port;
    private final List<String> protocols = new ArrayList<>();
    private final List<WeakReference<Object>> specs = new ArrayList<>();

    OkHttpTlsProfile(String host, int port, List<?> protocols, List<?> specs) {
        this.host = host;
        this.port = port;
        for (Object protocol : protocols) {
            this.protocols.add(protocol.toString());
        }
        for (Object spec : specs) {
            this.specs.add(new WeakReference<>(spec));
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof OkHttpTlsProfile)) {
            return false;
        }
        OkHttpTlsProfile that = (OkHttpTlsProfile) other;
        return port == that.port && host.equals(that.host) && protocols.equals(that.protocols) && sameSpecs(that);
    }

    private boolean sameSpecs(OkHttpTlsProfile that) {
        if (specs.size() != that.specs.size()) {
            return false;
        }
        for (int i = 0; i < specs.size(); i++) {
            Object spec = specs.get(i).get();
            if (spec == null || spec != that.specs.get(i).get()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, protocols);
    }
}
