package dev.prewarm.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version, from a resource: the manifest can't be read alike from the boot and the application class path. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream in = Version.class.getResourceAsStream("/META-INF/prewarm/version")) {
            String version = new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
            return new String[] {"Prewarm " + version};
        }
    }
}
