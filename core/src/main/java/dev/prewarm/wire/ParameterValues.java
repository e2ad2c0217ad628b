package dev.prewarm.wire;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/**
 * What all getters of an {@link SSLParameters} answer, those of JDKs newer than the one compiled for included. Objects
 * that an application can supply are compared by identity: its {@code equals} is not ours to trust.
 */
final class ParameterValues {
    private static final Method[] GETTERS = getters();

    private final Object[] values;

    private ParameterValues(Object[] values) {
        this.values = values;
    }

    static ParameterValues of(SSLParameters parameters) {
        Object[] values = new Object[GETTERS.length];
        for (int i = 0; i < GETTERS.length; i++) {
            try {
                values[i] = comparable(GETTERS[i].invoke(parameters));
            } catch (ReflectiveOperationException e) {
                // Nothing compares equal to it: such a client's connections stay its own.
                values[i] = new Object();
            }
        }
        return new ParameterValues(values);
    }

    private static Method[] getters() {
        List<Method> getters = new ArrayList<>();
        for (Method method : SSLParameters.class.getMethods()) {
            if (method.getDeclaringClass() == SSLParameters.class
                    && method.getParameterCount() == 0
                    && method.getReturnType() != void.class
                    && !Modifier.isStatic(method.getModifiers())) {
                getters.add(method);
            }
        }
        return getters.toArray(new Method[0]);
    }

    private static Object comparable(Object value) {
        if (value instanceof Object[]) {
            return Arrays.asList((Object[]) value);
        }
        if (value instanceof Collection) {
            List<Object> items = new ArrayList<>();
            for (Object item : (Collection<?>) value) {
                items.add(comparable(item));
            }
            return items;
        }
        boolean plain = value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof SNIHostName;
        return plain ? value : new Identity(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterValues && Arrays.equals(values, ((ParameterValues) other).values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    private static final class Identity {
        private final Object object;

        Identity(Object object) {
            this.object = object;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity && ((Identity) other).object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }
}
