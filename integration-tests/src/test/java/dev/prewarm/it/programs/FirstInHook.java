package dev.prewarm.it.programs;

/** Uses each client, and none of them before, in a shutdown hook; then names Prewarm's threads. Arguments: {@code url}. */
public final class FirstInHook {
    private FirstInHook() {}

    public static void main(String[] args) {
        String url = new Options(args).text("url", "");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ask(url)));
    }

    private static void ask(String url) {
        try {
            for (String name : Caller.NAMES) {
                try (Caller caller = Caller.of(name)) {
                    for (int i = 0; i < 3; i++) {
                        caller.get(url);
                    }
                }
                System.out.println("answered " + name);
            }
        } catch (Exception e) {
            System.out.println("failed: " + e);
        }
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("prewarm"))
                .forEach(name -> System.out.println("thread " + name));
    }
}
