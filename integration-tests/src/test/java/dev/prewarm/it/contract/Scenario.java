package dev.prewarm.it.contract;

import dev.prewarm.it.kit.Upstream;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What one client does at one origin of its own, where that origin is, and what must be seen of it. The part that plays
 * runs in the child, all else in the test.
 */
public final class Scenario {
    /** How many hits there must be with the agent. */
    enum Hits {
        SOME,
        NONE,
        /** Nor is anything opened ahead that could be one. */
        NOTHING_OPENED,
        /** None with a handshake done ahead. */
        TCP_ONLY,
        /** It is not the point. */
        ANY
    }

    /** What is played. */
    interface Script {
        void play(Stage stage) throws Exception;
    }

    private final String name;
    private final Set<Ability> needs = EnumSet.noneOf(Ability.class);
    private final Map<Ability, String> setup = new EnumMap<>(Ability.class);
    private List<Transport> transports = List.of(Transport.HTTP, Transport.TLS);
    private Function<Transport, Place> placeWithout = transport -> Place.of(transport.upstream());
    private Function<Transport, Place> placeWith = placeWithout;
    private Pattern sees = Pattern.compile("status=200");
    private Hits hits = Hits.SOME;
    private boolean comparesRequests = true;
    private boolean losesHits;
    private int atMostAtOnce = Integer.MAX_VALUE;
    private Script script;

    private Scenario(String name) {
        this.name = name;
    }

    static Scenario named(String name) {
        return new Scenario(name);
    }

    Scenario over(Transport... these) {
        transports = List.of(these);
        return this;
    }

    /** The client is made with it; one that lacks it does not play. */
    Scenario with(Ability ability, String value) {
        setup.put(ability, value);
        return needs(ability);
    }

    /** A client that lacks it does not play. */
    Scenario needs(Ability ability) {
        needs.add(ability);
        return this;
    }

    /** Its server is the usual one, but for this. */
    Scenario server(UnaryOperator<Upstream> change) {
        return at(transport -> Place.of(change.apply(transport.upstream())));
    }

    Scenario at(Function<Transport, Place> place) {
        placeWithout = place;
        placeWith = place;
        return this;
    }

    /** What is compared is not the same client at the same server, but at this one. */
    Scenario comparedTo(UnaryOperator<Upstream> change) {
        placeWithout = transport -> Place.of(change.apply(transport.upstream()));
        return this;
    }

    /** A part of the transcript, a regular expression, without which the scenario did not play as meant. */
    Scenario sees(String what) {
        sees = Pattern.compile(what);
        return this;
    }

    Scenario hits(Hits expected) {
        hits = expected;
        return this;
    }

    /** Its server reads not always as many requests: what is ended at once may or may not have left before. */
    Scenario requestsVary() {
        comparesRequests = false;
        return this;
    }

    /** What its server read of a hit and did not answer, the client sends once more. */
    Scenario losesHits() {
        losesHits = true;
        return this;
    }

    /** No more requests than these are at its server at once. */
    Scenario atMostAtOnce(int count) {
        atMostAtOnce = count;
        return this;
    }

    Scenario plays(Script what) {
        script = what;
        return this;
    }

    String name() {
        return name;
    }

    List<Transport> transports() {
        return transports;
    }

    Set<Ability> needs() {
        return needs;
    }

    /** How its client is made. */
    Map<Ability, String> setup() {
        return setup;
    }

    Place place(boolean agent, Transport transport) {
        return (agent ? placeWith : placeWithout).apply(transport);
    }

    Pattern sees() {
        return sees;
    }

    Hits hits() {
        return hits;
    }

    boolean comparesRequests() {
        return comparesRequests;
    }

    boolean areHitsLost() {
        return losesHits;
    }

    int atMostAtOnce() {
        return atMostAtOnce;
    }

    void play(Stage stage) throws Exception {
        script.play(stage);
    }
}
