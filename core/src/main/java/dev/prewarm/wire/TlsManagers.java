package dev.prewarm.wire;

import dev.prewarm.config.OriginSettings;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Whose the trust and key managers of a client's TLS are at this moment, by its SSLContext's own fields. Those of the JDK
 * answer the same to whoever asks; those of an application may go by thread, tenant or time, so that a handshake in a thread of
 * ours may be another than the client's. What can't be told counts as the application's own. Immutable.
 */
public final class TlsManagers {
    /** The package of java.base that has to be open to this class's module for any of this to be known. */
    public static final String PACKAGE = "sun.security.ssl";

    private static final String PROVIDER = PACKAGE + ".SunJSSE";
    private static final String FACTORY = PACKAGE + ".SSLSocketFactoryImpl";
    private static final String DEFAULT_CONTEXT = PACKAGE + ".SSLContextImpl$DefaultSSLContext";
    private static final String TRUST = PACKAGE + ".X509TrustManagerImpl";
    private static final String NO_TRUST = PACKAGE + ".DummyX509TrustManager";
    private static final String KEYS = PACKAGE + ".SunX509KeyManagerImpl";

    /** Looks its keys up in key stores, or in what builds them, whenever it is asked. */
    private static final String KEYS_LOOKED_UP = PACKAGE + ".X509KeyManagerImpl";

    private static final String NO_KEYS = PACKAGE + ".DummyX509KeyManager";

    private final String stranger;
    private final String trust;
    private final String keys;

    private TlsManagers(String stranger, String trust, String keys) {
        this.stranger = stranger;
        this.trust = trust;
        this.keys = keys;
    }

    /** @param source the SSLContext or the SSLSocketFactory by which a client makes its handshakes; never throws */
    public static TlsManagers of(Object source) {
        try {
            if (source instanceof SSLContext && !isOfTheJdk((SSLContext) source)) {
                return stranger("SSLContext", source.getClass(), ((SSLContext) source).getProvider());
            }
            if (!(source instanceof SSLContext) && !isOfTheJdk(source, FACTORY)) {
                return stranger("SSLSocketFactory", source.getClass(), null);
            }
            Object context = contextIn(source);
            return context == null ? unknown("this JDK does not show them") : in(context);
        } catch (RuntimeException | LinkageError e) {
            return unknown(e.toString());
        }
    }

    private static TlsManagers in(Object context) {
        ContextFields fields = ContextFields.get();
        Object random = fields.secureRandom(context);
        if (random != null && !isOfTheJdk((SecureRandom) random)) {
            return new TlsManagers(
                    "SSLContext has a SecureRandom of the application's own ("
                            + random.getClass().getName() + ")",
                    "",
                    "");
        }
        return new TlsManagers(
                null,
                foreignTrust(fields, fields.trustManager(context)),
                foreignKeys(fields, fields.keyManager(context), isOfTheJdk(context, DEFAULT_CONTEXT)));
    }

    /** What makes its handshakes, with its managers in fields; null if it is not the JDK's, or can't be looked at. */
    static Object contextIn(Object source) {
        ContextFields fields = ContextFields.get();
        if (fields == null || source instanceof SSLContext && !isOfTheJdk((SSLContext) source)) {
            return null;
        }
        Object factory;
        try {
            factory = source instanceof SSLContext ? ((SSLContext) source).getSocketFactory() : source;
        } catch (IllegalStateException | UnsupportedOperationException notInitialised) {
            return null;
        }
        return isOfTheJdk(factory, FACTORY) ? fields.context(factory) : null;
    }

    private static TlsManagers stranger(String what, Class<?> type, Provider provider) {
        boolean other = provider != null && type == SSLContext.class;
        return new TlsManagers(
                what + " is not the JDK's (" + (other ? provider.getClass() : type).getName() + ")", "", "");
    }

    private static TlsManagers unknown(String why) {
        return new TlsManagers("SSLContext has managers that can't be looked at (" + why + ")", "", "");
    }

    /** Null: the JDK's. */
    private static String foreignTrust(ContextFields fields, Object manager) {
        if (isOfTheJdk(manager, NO_TRUST)) {
            return null;
        }
        if (isOfTheJdk(manager, TRUST)) {
            return fields.pathParameters(manager) == null
                    ? null
                    : "of the application's own (by its own PKIX parameters)";
        }
        return ofTheApplication(fields.unwrapped(manager));
    }

    /**
     * Null: the JDK's.
     *
     * @param isDefault of the context that the JVM made itself, from a key store that nobody else has
     */
    private static String foreignKeys(ContextFields fields, Object manager, boolean isDefault) {
        if (isOfTheJdk(manager, NO_KEYS) || isOfTheJdk(manager, KEYS)) {
            return null;
        }
        if (isOfTheJdk(manager, KEYS_LOOKED_UP)) {
            return isDefault ? null : "of the application's own (by its own key stores)";
        }
        return ofTheApplication(fields.unwrapped(manager));
    }

    private static String ofTheApplication(Object manager) {
        return "of the application's own ("
                + (manager == null ? "none yet" : manager.getClass().getName()) + ")";
    }

    /** A subclass, or another provider, may have notions of its own about each engine. */
    public static boolean isOfTheJdk(SSLContext context) {
        return context.getClass() == SSLContext.class && isOfTheJdk(context.getProvider(), PROVIDER);
    }

    /** What another provider makes is that provider's code. */
    private static boolean isOfTheJdk(SecureRandom random) {
        return random.getClass() == SecureRandom.class && isInJavaBase(random.getProvider());
    }

    /** The name alone could be borrowed. */
    private static boolean isOfTheJdk(Object object, String className) {
        return object != null && object.getClass().getName().equals(className) && isInJavaBase(object);
    }

    static boolean isInJavaBase(Object object) {
        return object.getClass().getModule() == Object.class.getModule();
    }

    /** Whether nobody's but the JDK's are asked. */
    boolean areOfTheJdk() {
        return stranger == null && trust == null && keys == null;
    }

    /** Why the handshake is to be the client's own; null: it may be made ahead. */
    public String obstacle(OriginSettings settings) {
        if (stranger != null) {
            return "TCP only for a client whose " + stranger;
        }
        List<String> whose = new ArrayList<>(2);
        List<String> options = new ArrayList<>(2);
        if (trust != null && !settings.customTrustWarm()) {
            whose.add("a trust manager " + trust);
            options.add("custom-trust=warm");
        }
        if (keys != null && !settings.clientCertWarm()) {
            whose.add("a key manager " + keys);
            options.add("client-cert=warm");
        }
        return whose.isEmpty()
                ? null
                : "TCP only for a client whose SSLContext has " + String.join(" and ", whose) + "; "
                        + String.join(";", options) + " warms TLS, too";
    }
}
