package dev.prewarm.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo's jar within the agent's jar. */
final class NestedJar {
    private static final String NAME = "/META-INF/prewarm/prewarm-demo.jar";

    private final URL inside;
    private final Path agentJar;

    private NestedJar(URL inside, Path agentJar) {
        this.inside = inside;
        this.agentJar = agentJar;
    }

    /** @throws CommandFailure if this code doesn't run from the agent's jar */
    static NestedJar find() throws IOException {
        URL inside = NestedJar.class.getResource(NAME);
        URLConnection connection = inside == null ? null : inside.openConnection();
        if (!(connection instanceof JarURLConnection)) {
            throw new CommandFailure("the demo needs prewarm-agent.jar as it was built: no " + NAME + " in it");
        }
        try {
            URL outside = ((JarURLConnection) connection).getJarFileURL();
            return new NestedJar(inside, Path.of(outside.toURI()));
        } catch (URISyntaxException e) {
            throw new CommandFailure("can't tell the path of the agent's jar", e);
        }
    }

    Path agentJar() {
        return agentJar;
    }

    void extractTo(Path file) throws IOException {
        try (InputStream in = inside.openStream()) {
            Files.copy(in, file);
        }
    }
}
