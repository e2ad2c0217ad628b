package dev.prewarm.it.contract;

/**
 * What a request that a scenario is about, or several at once, had for connections, as the agent counted; a line of text
 * on its way out of the child.
 */
final class Use {
    /** What there was to be had. */
    enum AwaitedStock {
        READY,
        /** Parked for so long that a request which must not be repeated is not to have it. */
        OLD
    }

    private final int group;
    private final AwaitedStock stock;
    private final String method;
    private final long hits;
    private final long canaries;

    /** @param group the same for requests of which one is as good as another */
    Use(int group, AwaitedStock stock, String method, long hits, long canaries) {
        this.group = group;
        this.stock = stock;
        this.method = method;
        this.hits = hits;
        this.canaries = canaries;
    }

    /** Of {@link #toString}. */
    static Use parse(String text) {
        String[] parts = text.split(" ");
        return new Use(
                Integer.parseInt(parts[0]),
                AwaitedStock.valueOf(parts[1]),
                parts[2],
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]));
    }

    int group() {
        return group;
    }

    boolean isOfOldStock() {
        return stock == AwaitedStock.OLD;
    }

    /** By no client and no server; RFC 9110, 9.2.2. */
    boolean isNeverRepeated() {
        return method.equals("POST") || method.equals("PATCH");
    }

    /** By each client; java.net.http.HttpClient repeats no others. */
    boolean isRepeated() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean isHit() {
        return hits > 0;
    }

    /** A hit, or one forgone on purpose. */
    boolean foundStock() {
        return hits + canaries > 0;
    }

    @Override
    public String toString() {
        return group + " " + stock + " " + method + " " + hits + " " + canaries;
    }
}
