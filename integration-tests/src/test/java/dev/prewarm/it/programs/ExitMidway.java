package dev.prewarm.it.programs;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;

/**
 * Ends while requests wait for their answers, whichever client's. Arguments: {@code urls}, comma separated, one for each
 * client; it goes on at each line of its stdin.
 */
public final class ExitMidway {
    private static final int AT_ONCE = 4;

    private ExitMidway() {}

    public static void main(String[] args) throws Exception {
        List<String> urls = Arrays.asList(new Options(args).text("urls", "").split(","));
        Map<String, Caller> callers = new HashMap<>();
        for (String name : Caller.NAMES) {
            Caller caller = Caller.of(name);
            callers.put(name, caller);
            for (int i = 0; i < 3; i++) {
                caller.get(urls.get(Caller.NAMES.indexOf(name)) + "/bytes/10");
            }
        }
        System.out.println("warmed up");
        Scanner lines = new Scanner(System.in, "UTF-8");
        lines.nextLine();
        for (String name : Caller.NAMES) {
            for (int i = 0; i < AT_ONCE; i++) {
                Thread thread = new Thread(() -> ask(callers.get(name), urls.get(Caller.NAMES.indexOf(name))), name);
                thread.setDaemon(true);
                thread.start();
            }
        }
        lines.nextLine();
        System.exit(0);
    }

    private static void ask(Caller caller, String url) {
        try {
            caller.get(url + "/slow?ms=60000");
            System.out.println("answered");
        } catch (Exception e) {
            System.out.println("failed: " + e);
        }
    }
}
