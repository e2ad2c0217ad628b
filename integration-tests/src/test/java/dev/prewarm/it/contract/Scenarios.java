package dev.prewarm.it.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All scenarios there are. */
final class Scenarios {
    /** By name: the scenario's and the transport's. Those that take long come first, so that no run waits for the last. */
    static final Map<String, Cast> ALL = new LinkedHashMap<>();

    static {
        for (List<Scenario> group :
                List.of(Endings.ALL, Faults.ALL, Routes.ALL, Answers.ALL, RequestBodies.ALL, Handshakes.ALL)) {
            for (Scenario scenario : group) {
                for (Transport transport : scenario.transports()) {
                    Cast before = ALL.put(scenario.name() + transport.suffix(), new Cast(scenario, transport));
                    if (before != null) {
                        throw new IllegalStateException("two scenarios named " + scenario.name());
                    }
                }
            }
        }
    }

    private Scenarios() {}

    /** A scenario over one transport. */
    static final class Cast {
        private final Scenario scenario;
        private final Transport transport;

        private Cast(Scenario scenario, Transport transport) {
            this.scenario = scenario;
            this.transport = transport;
        }

        Scenario scenario() {
            return scenario;
        }

        Place place(boolean agent) {
            return scenario.place(agent, transport);
        }
    }
}
