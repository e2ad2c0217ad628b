package dev.prewarm.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Where settings come from: agent arguments beat system properties, which beat the environment, which beats the file. */
final class Sources {
    private final Map<String, String> arguments;
    private final Map<String, String> systemProperties;
    private final Map<String, String> environment;
    private final Map<String, String> file;
    private final String fileSource;

    Sources(
            String agentArguments,
            Map<String, String> systemProperties,
            Map<String, String> environment,
            List<String> warnings) {
        this.arguments = AgentArguments.parse(agentArguments, warnings);
        this.systemProperties = systemProperties;
        this.environment = environment;
        Given path = findOutsideFile(Property.CONFIG);
        if (path == null || path.text().isEmpty()) {
            this.file = Collections.emptyMap();
            this.fileSource = null;
        } else {
            this.file = ConfigFile.read(path, warnings);
            this.fileSource = ConfigFile.source(path);
        }
    }

    /** Null if nobody gave it. */
    Given find(Property property) {
        Given given = findOutsideFile(property);
        if (given != null) {
            return given;
        }
        String text = file.get(property.propertyName());
        return text == null ? null : new Given(property, text, fileSource);
    }

    private Given findOutsideFile(Property property) {
        String text = arguments.get(property.propertyName());
        if (text != null) {
            return new Given(property, text, AgentArguments.SOURCE);
        }
        text = systemProperties.get(property.propertyName());
        if (text != null) {
            return new Given(property, text, "system property");
        }
        text = environment.get(property.environmentName());
        return text == null ? null : new Given(property, text, "environment variable " + property.environmentName());
    }

    void warnOfUnknownNames(List<String> warnings) {
        for (String name : arguments.keySet()) {
            if (Property.named(name) == null) {
                String argument = name.substring(Property.PREFIX.length());
                String near = nearestProperty(name);
                String nearArgument = near == null ? null : near.substring(Property.PREFIX.length());
                warnings.add(unknown(AgentArguments.SOURCE + " " + Text.quoted(argument), nearArgument));
            }
        }
        // Sorted, so that the same settings always log the same lines.
        for (String name : new TreeSet<>(systemProperties.keySet())) {
            if (name.startsWith(Property.PREFIX) && Property.named(name) == null) {
                warnings.add(unknown("system property " + Text.quoted(name), nearestProperty(name)));
            }
        }
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(Property.ENVIRONMENT_PREFIX)) {
                warnOfUnknownVariable(name, warnings);
            }
        }
        for (String name : file.keySet()) {
            if (Property.named(name) == null) {
                warnings.add(unknown(Text.quoted(name) + " in " + fileSource, nearestProperty(name)));
            }
        }
    }

    /** Kubernetes sets PREWARM_SERVICE_HOST and more for a Service named prewarm: only a slip of the pen is reported. */
    private static void warnOfUnknownVariable(String name, List<String> warnings) {
        Spelling spelling = new Spelling(name, 2);
        for (Property property : Property.all()) {
            spelling.offer(property.environmentName());
        }
        boolean known = name.equals(spelling.nearest());
        if (spelling.nearest() != null && !known) {
            warnings.add(unknown("environment variable " + Text.quoted(name), spelling.nearest()));
        }
    }

    private static String nearestProperty(String name) {
        Spelling spelling = new Spelling(name, Spelling.slack(name.length() - Property.PREFIX.length()));
        for (Property property : Property.all()) {
            spelling.offer(property.propertyName());
        }
        return spelling.nearest();
    }

    private static String unknown(String what, String nearest) {
        return what + " is unknown and ignored" + (nearest == null ? "" : "; did you mean " + nearest + "?");
    }
}
