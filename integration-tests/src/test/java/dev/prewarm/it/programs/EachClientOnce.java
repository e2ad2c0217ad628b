package dev.prewarm.it.programs;

/** One request by each client. Arguments: {@code url}. */
public final class EachClientOnce {
    private EachClientOnce() {}

    public static void main(String[] args) throws Exception {
        String url = new Options(args).text("url", "");
        for (String name : Caller.NAMES) {
            try (Caller caller = Caller.of(name)) {
                caller.get(url);
            }
        }
        System.exit(0);
    }
}
