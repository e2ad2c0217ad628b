package dev.prewarm.it.programs;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

/**
 * Runs a program in a bundle. Arguments: the bundle's URL; a directory for the framework; a property of the framework, {@code
 * name=value}; the program's class, and its arguments.
 */
public final class InFelix {
    private InFelix() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("org.osgi.framework.storage", args[1]);
        String[] property = args[2].split("=", 2);
        settings.put(property[0], property[1]);
        Framework framework = new FrameworkFactory().newFramework(settings);
        framework.start();
        Bundle bundle = framework.getBundleContext().installBundle(args[0]);
        bundle.start();
        bundle.loadClass(args[3]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 4, args.length));
        System.exit(0);
    }
}
