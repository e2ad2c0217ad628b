package dev.prewarm.it.contract;

import dev.prewarm.it.programs.JmxDump;
import dev.prewarm.it.programs.Options;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays scenarios with one client, side by side: each has an origin of its own, so that what one breaks is not seen by the
 * next. Arguments: {@code driver}: a class; {@code trust}: a PKCS12 file; {@code virtual=true}: they play on virtual
 * threads; {@code cold=true}: no hits are waited for; {@code renew=true}: see {@link Stage}; and for each scenario {@code NAME=ORIGIN}, behind which may stand
 * {@code |proxy=PORT} and {@code |other=ORIGIN}. Prints {@code == NAME}, its transcript and its {@link Use}s for each, after all of them the
 * agent's counters (see {@link JmxDump}) and {@code done}.
 */
public final class ContractProgram {
    private static final List<String> OPTIONS = List.of("driver", "trust", "virtual", "cold", "renew");
    private static final int SIDE_BY_SIDE = 48;

    /** All at once they would keep one another waiting, which to the agent looks like harm. */
    private static final int APART_MILLIS = 30;

    /** Before the transcript of a scenario that needs what the driver lacks: the reason follows. */
    static final String NOT_APPLICABLE = "not applicable: ";

    /** Before a scenario's name and a {@link Use} of it. */
    static final String USE = "use ";

    private ContractProgram() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        Driver driver = (Driver)
                Class.forName(options.text("driver", "")).getConstructor().newInstance();
        Map<String, String> targets = new LinkedHashMap<>(options.all());
        OPTIONS.forEach(targets::remove);
        ExecutorService players = options.flag("virtual")
                ? virtualThreads()
                : Executors.newFixedThreadPool(SIDE_BY_SIDE, ContractProgram::daemon);
        Map<String, Future<Played>> playing = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : targets.entrySet()) {
            playing.put(each.getKey(), players.submit(() -> play(driver, each.getKey(), each.getValue(), options)));
            Thread.sleep(APART_MILLIS);
        }
        for (Map.Entry<String, Future<Played>> each : playing.entrySet()) {
            System.out.println("== " + each.getKey());
            Played played = each.getValue().get();
            played.transcript.forEach(System.out::println);
            played.uses.forEach(use -> System.out.println(USE + each.getKey() + " " + use));
        }
        JmxDump.lines().forEach(System.out::println);
        System.out.println("done");
        System.exit(0);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "player");
        thread.setDaemon(true);
        return thread;
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static Played play(Driver driver, String name, String target, Options options) throws Exception {
        Scenario scenario = Scenarios.ALL.get(name).scenario();
        Map<Ability, String> lacks = driver.lacks();
        List<String> reasons = new ArrayList<>();
        scenario.needs().stream()
                .filter(lacks::containsKey)
                .forEach(ability -> reasons.add(ability + ": " + lacks.get(ability)));
        if (!reasons.isEmpty()) {
            return new Played(List.of(NOT_APPLICABLE + String.join("; ", reasons)), List.of());
        }
        String[] parts = target.split("\\|");
        Map<String, String> more = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            more.put(pair[0], pair[1]);
        }
        Setup setup = new Setup(scenario.setup(), options.text("trust", ""));
        if (more.containsKey("proxy")) {
            setup = setup.with(Ability.PROXY, more.get("proxy"));
        }
        boolean wantsHits = scenario.hits() == Scenario.Hits.SOME && !options.flag("cold");
        try (Stage stage = new Stage(driver, setup, parts[0], more.get("other"), wantsHits, options.flag("renew"))) {
            scenario.play(stage);
            return new Played(stage.transcript(), stage.uses());
        }
    }

    private static final class Played {
        final List<String> transcript;
        final List<Use> uses;

        Played(List<String> transcript, List<Use> uses) {
            this.transcript = transcript;
            this.uses = uses;
        }
    }
}
