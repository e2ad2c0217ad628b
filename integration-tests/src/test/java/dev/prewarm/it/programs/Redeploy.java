package dev.prewarm.it.programs;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A server that loads the application {@code Redeployed}, runs it with each client and drops it. Arguments: the application's
 * class path; a trust store and its password; origins. Prints {@code CLIENT hits=.. hitsTcp=.. collected=..} for each.
 */
public final class Redeploy {
    /** OkHttp's and the JDK's idle threads, which hold the application, too, go after a minute. */
    private static final int MOST_LOOKS = 360;

    private static final long LOOK_MILLIS = 250;

    private Redeploy() {}

    public static void main(String[] args) throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String each : args[0].split(File.pathSeparator)) {
            classPath.add(Paths.get(each).toUri().toURL());
        }
        String[] urls = args[3].split(",");
        Map<String, WeakReference<ClassLoader>> deployed = new LinkedHashMap<>();
        Map<String, String> hits = new LinkedHashMap<>();
        for (String client : Caller.NAMES) {
            AgentCounters before = AgentCounters.ofPool();
            deployed.put(client, deploy(classPath, client, args[1], args[2], urls));
            AgentCounters after = AgentCounters.ofPool();
            hits.put(
                    client,
                    "hits=" + (after.get("Hits") - before.get("Hits")) + " hitsTcp="
                            + (after.get("HitsTcp") - before.get("HitsTcp")));
        }
        for (int i = 0; i < MOST_LOOKS && deployed.values().stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
            Thread.sleep(LOOK_MILLIS);
        }
        for (Map.Entry<String, WeakReference<ClassLoader>> each : deployed.entrySet()) {
            System.out.println(each.getKey() + " " + hits.get(each.getKey()) + " collected="
                    + (each.getValue().get() == null));
        }
        System.exit(0);
    }

    private static WeakReference<ClassLoader> deploy(
            List<URL> classPath, String client, String trustStore, String password, String[] urls) throws Exception {
        Thread server = Thread.currentThread();
        ClassLoader before = server.getContextClassLoader();
        URLClassLoader loader = new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        server.setContextClassLoader(loader);
        try {
            loader.loadClass("Redeployed")
                    .getMethod("run", String.class, String.class, String.class, String[].class)
                    .invoke(null, client, trustStore, password, urls);
        } finally {
            server.setContextClassLoader(before);
            loader.close();
        }
        return new WeakReference<>(loader);
    }
}
