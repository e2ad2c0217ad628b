package dev.prewarm.it.kit;

import java.io.IOException;
import java.nio.file.Path;

/** Runtimes made of some modules alone. */
public final class Jlink {
    private Jlink() {}

    /** @param home where it is made */
    public static Jdk image(Jdk jdk, Path home, String modules) throws IOException, InterruptedException {
        JdkCommand.run(jdk, "jlink", "--add-modules", modules, "--output", home.toString());
        return Jdk.at(home);
    }
}
