package dev.prewarm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.config.NotYetActedOn;
import dev.prewarm.config.Property;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of settings without effect is honest about the clients: those the agent can weave are not on it, the rest are. */
class NotYetActedOnTest {
    @Test
    void listsTheClientsThatAreNotWoven() {
        Set<String> woven = Arrays.stream(Agent.clients())
                .map(client -> "prewarm.client." + client.name())
                .collect(Collectors.toSet());
        Set<String> switches = Property.all().stream()
                .map(Property::propertyName)
                .filter(name -> name.startsWith("prewarm.client."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(switches).containsAll(woven);
        switches.removeAll(woven);
        Set<String> listed = NotYetActedOn.all().stream()
                .map(entry -> entry.property().propertyName())
                .filter(name -> name.startsWith("prewarm.client."))
                .collect(Collectors.toSet());
        assertThat(listed).isEqualTo(switches);
    }
}
