package dev.prewarm.it.contract;

import java.util.EnumMap;
import java.util.Map;

/** How a client is to be made: the abilities wanted of it, each with its value. */
public final class Setup {
    /** So long that only what hangs is ended by it, however busy the machine is. */
    private static final int PATIENCE_MILLIS = 60_000;

    private final Map<Ability, String> wanted = new EnumMap<>(Ability.class);
    private final String trustStore;

    Setup(Map<Ability, String> wanted, String trustStore) {
        this.wanted.putAll(wanted);
        this.trustStore = trustStore;
    }

    /** A client as it is made without a word. */
    public static Setup plain(String trustStore) {
        return new Setup(Map.of(), trustStore);
    }

    /** The same and one more. */
    public Setup with(Ability ability, String value) {
        Setup more = new Setup(wanted, trustStore);
        more.wanted.put(ability, value);
        return more;
    }

    public boolean wants(Ability ability) {
        return wanted.containsKey(ability);
    }

    /** Its value, null if it is not wanted. */
    public String value(Ability ability) {
        return wanted.get(ability);
    }

    public int number(Ability ability, int otherwise) {
        return wants(ability) ? Integer.parseInt(value(ability)) : otherwise;
    }

    /** Of a timeout, in milliseconds: long, if it is not wanted. */
    public int millis(Ability timeout) {
        return number(timeout, PATIENCE_MILLIS);
    }

    /** PKCS12, password {@code changeit}; the JVM's default trust is the same. */
    public String trustStore() {
        return trustStore;
    }
}
