package dev.prewarm.it.programs;

import java.io.File;
import java.util.Arrays;
import org.jboss.modules.LocalModuleLoader;

/**
 * Runs the module {@code app}. Arguments: the directory of modules, then those of the module's main class. JBoss Modules' own
 * Main sets a Policy, which JDK 24 and later refuse.
 */
public final class InJBossModules {
    private InJBossModules() {}

    public static void main(String[] args) throws Exception {
        new LocalModuleLoader(new File[] {new File(args[0])})
                .loadModule("app")
                .run(Arrays.copyOfRange(args, 1, args.length));
        System.exit(0);
    }
}
