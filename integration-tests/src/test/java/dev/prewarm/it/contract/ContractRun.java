package dev.prewarm.it.contract;

import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.RequestsRun;
import dev.prewarm.it.kit.TestCertificates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Scenarios played by one child, each at servers of its own; its transcripts, and what the agent counted. */
final class ContractRun implements AutoCloseable {
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Child child;
    private final Map<String, List<Use>> uses = new HashMap<>();
    private RequestsRun counted;

    /**
     * @param program {@link ContractProgram}, on the class path that it needs
     * @param nonIdempotent the property of that name
     */
    ContractRun(
            Child.Launch program,
            Class<? extends Driver> driver,
            Collection<String> scenarios,
            boolean agent,
            String nonIdempotent) {
        scenarios.forEach(name -> places.put(name, Scenarios.ALL.get(name).place(agent)));
        Child.Launch launch = program.agent(agent)
                .property("javax.net.ssl.trustStore", TestCertificates.trustStore())
                .property("javax.net.ssl.trustStorePassword", TestCertificates.PASSWORD)
                .property("prewarm.non-idempotent", nonIdempotent)
                .property(
                        "prewarm.origins",
                        places.values().stream().map(Place::origins).collect(Collectors.joining(",")))
                .args("driver=" + driver.getName(), "trust=" + TestCertificates.trustStore())
                .args("renew=" + !nonIdempotent.equals("warm"));
        places.forEach((name, place) -> launch.args(name + "=" + place.target()));
        child = launch.start();
    }

    /** Waits for its end; the transcripts by scenario. */
    Map<String, String> transcripts() {
        child.awaitSuccess();
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        StringBuilder current = new StringBuilder();
        for (String line : child.out()) {
            if (line.startsWith("== ")) {
                current = sections.computeIfAbsent(line.substring(3), name -> new StringBuilder());
            } else if (line.startsWith(ContractProgram.USE)) {
                String[] use = line.substring(ContractProgram.USE.length()).split(" ", 2);
                uses.computeIfAbsent(use[0], name -> new ArrayList<>()).add(Use.parse(use[1]));
            } else if (!line.startsWith("jmx ") && !line.equals("done")) {
                current.append(line).append('\n');
            }
        }
        counted = RequestsRun.of(child);
        Map<String, String> transcripts = new LinkedHashMap<>();
        sections.forEach((name, text) -> transcripts.put(name, text.toString()));
        return transcripts;
    }

    /** Of a scenario's origin, after its end. */
    long counter(String scenario, String name) {
        OptionalLong count = counted.origin(place(scenario).origin(), name);
        return count.orElse(0);
    }

    /** What the requests that a scenario is about had for connections, after its end. */
    List<Use> uses(String scenario) {
        return uses.getOrDefault(scenario, List.of());
    }

    /** Whether an agent is there, and has begun with the client's first class: what it does not do is then its own choice. */
    boolean hasAgent() {
        return child.err().stream().anyMatch(line -> line.startsWith("[prewarm] ") && line.contains(" INFO Prewarm "));
    }

    Place place(String scenario) {
        return places.get(scenario);
    }

    @Override
    public void close() {
        child.close();
        places.values().forEach(Place::close);
    }
}
