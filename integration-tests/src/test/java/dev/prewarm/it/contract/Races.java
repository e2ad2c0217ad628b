package dev.prewarm.it.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Outcomes that a client itself, without any agent, reports now one way and now another, by a race of its own threads, seen
 * in runs without the agent ({@code PREWARM_TEST_CONTROL}); and those in which its own rule tells a connection that is kept
 * from one that is new. Before a comparison each is brought to one form, in the scenarios it belongs to. Whatever is not
 * listed must be equal to the letter.
 */
final class Races {
    private final List<Form> forms = new ArrayList<>();
    private final Set<String> requestsVary = new TreeSet<>();
    private final Set<String> repeatsLost = new TreeSet<>();

    /** In these scenarios (a regular expression) whatever matches the other one is written so. */
    Races seen(String scenarios, String expression, String form) {
        forms.add(new Form(Pattern.compile(scenarios), Pattern.compile(expression), form));
        return this;
    }

    /** Scenarios in which the client's rule for reused connections makes it ask once more, or not. */
    Races requestsVary(String... scenarios) {
        requestsVary.addAll(Set.of(scenarios));
        return this;
    }

    /** Scenarios in which the client sends once more what a hit lost, though it would not on a kept connection. */
    Races repeatsLostIn(String... scenarios) {
        repeatsLost.addAll(Set.of(scenarios));
        return this;
    }

    boolean repeatsLost(String scenario) {
        return repeatsLost.contains(scenario);
    }

    boolean requestsVary(String scenario) {
        return requestsVary.contains(scenario);
    }

    String settled(String scenario, String transcript) {
        String settled = transcript;
        for (Form form : forms) {
            if (form.scenarios.matcher(scenario).matches()) {
                settled = form.seen.matcher(settled).replaceAll(form.written);
            }
        }
        return settled;
    }

    private static final class Form {
        final Pattern scenarios;
        final Pattern seen;
        final String written;

        Form(Pattern scenarios, Pattern seen, String written) {
            this.scenarios = scenarios;
            this.seen = seen;
            this.written = written;
        }
    }
}
