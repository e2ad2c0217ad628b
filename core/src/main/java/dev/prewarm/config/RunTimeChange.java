package dev.prewarm.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Agent arguments given to an agent that runs: what can be changed is {@code enabled} and {@code exclude}, all or nothing. */
public final class RunTimeChange {
    private static final Set<Property> CAN_BE = Set.of(Property.ENABLED, Property.EXCLUDE);

    private final Map<String, String> arguments;
    private final List<String> warnings = new ArrayList<>();
    private final String obstacle;

    private RunTimeChange(String agentArguments) {
        this.arguments = AgentArguments.parse(agentArguments, warnings);
        this.obstacle = findObstacle();
    }

    /** @param agentArguments may be null */
    public static RunTimeChange of(String agentArguments) {
        return new RunTimeChange(agentArguments);
    }

    /** Why nothing of it can be done; null: it can. */
    public String obstacle() {
        return obstacle;
    }

    public boolean isEmpty() {
        return arguments.isEmpty();
    }

    /** Whether it says which origins are excluded. */
    public boolean isOfOrigins() {
        return arguments.containsKey(Property.EXCLUDE.propertyName());
    }

    /** What can't be read of its origins, once they were read by {@link #from}. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * What is withdrawn after it.
     *
     * @param by who asks for it, and when
     */
    public Withdrawal from(Withdrawal before, String by) {
        Withdrawal after = before;
        String exclude = arguments.get(Property.EXCLUDE.propertyName());
        if (exclude != null) {
            OriginLists lists = new OriginLists(Map.of(), false, warnings);
            lists.readExcluded(new Given(Property.EXCLUDE, exclude, AgentArguments.SOURCE));
            after = after.ofOrigins(lists, by);
        }
        String enabled = arguments.get(Property.ENABLED.propertyName());
        if (enabled != null) {
            after = isTrue(enabled) ? after.notOfAll() : after.ofAll(by);
        }
        return after;
    }

    private String findObstacle() {
        if (!warnings.isEmpty()) {
            return String.join("; ", warnings);
        }
        for (String name : arguments.keySet()) {
            Property property = Property.named(name);
            if (property == null || !CAN_BE.contains(property)) {
                return name.substring(Property.PREFIX.length())
                        + " can't be changed while the agent runs: only enabled and exclude can";
            }
        }
        String enabled = arguments.get(Property.ENABLED.propertyName());
        try {
            if (enabled != null) {
                isTrue(enabled);
            }
            return null;
        } catch (IllegalArgumentException e) {
            return Property.ENABLED.shortName() + "=" + Text.quoted(enabled) + " " + e.getMessage();
        }
    }

    private static boolean isTrue(String text) {
        return (Boolean) Property.ENABLED.kind().parse(text.strip());
    }
}
