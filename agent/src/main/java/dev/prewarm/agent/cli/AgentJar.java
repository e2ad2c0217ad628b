package dev.prewarm.agent.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** The jar that this command was started from. */
final class AgentJar {
    private AgentJar() {}

    /** @throws CommandFailure if it can't be given to a JVM as an agent */
    static Path path() {
        CodeSource source = AgentJar.class.getProtectionDomain().getCodeSource();
        Path path;
        try {
            path = Path.of(source.getLocation().toURI()).toAbsolutePath();
        } catch (URISyntaxException | RuntimeException e) {
            throw new CommandFailure("can't tell the path of the agent's jar", e);
        }
        if (!path.getFileName().toString().endsWith(".jar")) {
            throw new CommandFailure("attach needs prewarm-agent.jar as it was built, and this is " + path);
        }
        if (path.toString().indexOf('=') >= 0) {
            throw new CommandFailure("the path of the agent's jar has a '=', which JVMs take for the start of its"
                    + " arguments: copy it elsewhere: " + path);
        }
        return path;
    }
}
