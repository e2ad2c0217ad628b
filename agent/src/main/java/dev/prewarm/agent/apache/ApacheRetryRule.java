package dev.prewarm.agent.apache;

import dev.prewarm.WeakIdentityMap;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.SocketException;

/**
 * Which retry strategies may be asked beforehand what they will make of a lost connection: those whose rule is the
 * library's own, which answers by the request and its fields alone. Thread-safe.
 */
final class ApacheRetryRule {
    /** What they are asked about. */
    static final IOException LOST = new Lost();

    private static final String STANDARD = "org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy";

    private final WeakIdentityMap<Boolean> classes = new WeakIdentityMap<>();

    boolean isStandard(Class<?> strategy) {
        Boolean known = classes.get(strategy);
        if (known == null) {
            known = inherits(strategy);
            classes.put(strategy, known);
        }
        return known;
    }

    private static boolean inherits(Class<?> strategy) {
        for (Class<?> each = strategy; each != null; each = each.getSuperclass()) {
            if (each.getName().equals(STANDARD)) {
                return true;
            }
            for (Method method : each.getDeclaredMethods()) {
                if (decides(method)) {
                    return false;
                }
            }
        }
        return false;
    }

    private static boolean decides(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return method.getName().equals("handleAsIdempotent")
                || method.getName().equals("retryRequest")
                        && parameters.length > 1
                        && parameters[1] == IOException.class;
    }

    /** Kept for ever: without a stack trace, which would hold the classes of the application that was first. */
    private static final class Lost extends SocketException {
        private static final long serialVersionUID = 1;

        Lost() {
            super("Connection reset");
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
