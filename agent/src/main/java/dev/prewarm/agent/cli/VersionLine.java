package dev.prewarm.agent.cli;

import dev.prewarm.agent.Version;
import picocli.CommandLine.IVersionProvider;

/** Who this is, for {@code --version}. */
final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"Prewarm " + Version.text()};
    }
}
