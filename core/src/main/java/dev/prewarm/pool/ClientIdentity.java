package dev.prewarm.pool;

/** As whom the clients of one key showed themselves last, to be compared by {@code equals}; null: as nobody. Any thread. */
final class ClientIdentity {
    private volatile Object certificate;

    void become(Object shown) {
        certificate = shown;
    }

    Object certificate() {
        return certificate;
    }
}
