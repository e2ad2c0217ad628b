package dev.prewarm.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.TrustManager;

/** Where the JDK's SSLContexts keep their managers (JDK 11 to 25). Thread-safe. */
final class ContextFields {
    /** Found when first asked for: the package must be open by then. */
    private static final ContextFields FOUND = find();

    private final Field context;
    private final Field trustManager;
    private final Field keyManager;
    private final Field secureRandom;
    private final Field pathParameters;
    private final Field wrappedTrust;
    private final Field wrappedKeys;

    private ContextFields() throws ReflectiveOperationException {
        context = field("SSLSocketFactoryImpl", "context");
        trustManager = field("SSLContextImpl", "trustManager");
        keyManager = field("SSLContextImpl", "keyManager");
        secureRandom = field("SSLContextImpl", "secureRandom");
        pathParameters = field("X509TrustManagerImpl", "pkixParams");
        wrappedTrust = field("AbstractTrustManagerWrapper", "tm");
        wrappedKeys = field("AbstractKeyManagerWrapper", "km");
    }

    private static ContextFields find() {
        try {
            return new ContextFields();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    private static Field field(String className, String name) throws ReflectiveOperationException {
        Field field = Class.forName(TlsManagers.PACKAGE + "." + className, false, null)
                .getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Null if they can't be read here. */
    static ContextFields get() {
        return FOUND;
    }

    /** The implementation of the context that made an SSLSocketFactoryImpl. */
    Object context(Object factory) {
        return read(context, factory);
    }

    Object trustManager(Object ofContext) {
        return read(trustManager, ofContext);
    }

    Object keyManager(Object ofContext) {
        return read(keyManager, ofContext);
    }

    /** Null before the context's first {@code init}. */
    Object secureRandom(Object ofContext) {
        return read(secureRandom, ofContext);
    }

    /** A context of the same kind, which does no more than that with what is given to it. */
    SSLContext contextWith(Object ofContext, Object trustManager, Object keyManager, Object random)
            throws GeneralSecurityException {
        try {
            Constructor<?> constructor = ofContext.getClass().getDeclaredConstructor();
            constructor.setAccessible(true);
            SSLContext made = new SSLContext((SSLContextSpi) constructor.newInstance(), null, null) {};
            made.init(
                    new KeyManager[] {(KeyManager) keyManager},
                    new TrustManager[] {(TrustManager) trustManager},
                    (SecureRandom) random);
            return made;
        } catch (ReflectiveOperationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** Null unless an application made that X509TrustManagerImpl with its own. */
    Object pathParameters(Object ofManager) {
        return read(pathParameters, ofManager);
    }

    /** The manager in a wrapper of the JDK's, else the same: what a user knows by name. */
    Object unwrapped(Object manager) {
        if (wrappedTrust.getDeclaringClass().isInstance(manager)) {
            return read(wrappedTrust, manager);
        }
        return wrappedKeys.getDeclaringClass().isInstance(manager) ? read(wrappedKeys, manager) : manager;
    }

    private static Object read(Field field, Object from) {
        try {
            return field.get(from);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
