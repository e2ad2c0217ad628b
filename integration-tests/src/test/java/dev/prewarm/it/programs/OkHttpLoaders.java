package dev.prewarm.it.programs;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * {@code n} requests in sequence to {@code url}, by the OkHttp of this class path; or, where {@code loaders} names class
 * paths (behind bars), by each of those, in a class loader of its own. Prints {@code ok=<n>} and the agent's counters.
 */
public final class OkHttpLoaders {
    private static final int PAUSE_MILLIS = 300;

    private OkHttpLoaders() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        String loaders = options.text("loaders", "");
        if (loaders.isEmpty()) {
            send(options.text("url", ""), options.text("trust", ""), options.text("n", ""));
        }
        for (String classPath : loaders.isEmpty() ? new String[0] : loaders.split("\\|")) {
            List<URL> urls = new ArrayList<>();
            for (String entry : classPath.split(":")) {
                urls.add(new File(entry).toURI().toURL());
            }
            URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
            loader.loadClass(OkHttpLoaders.class.getName())
                    .getMethod("send", String.class, String.class, String.class)
                    .invoke(null, options.text("url", ""), options.text("trust", ""), options.text("n", ""));
        }
        JmxDump.lines().forEach(System.out::println);
        System.out.println("done");
        System.exit(0);
    }

    public static void send(String url, String trust, String count) throws Exception {
        OkHttpClient client = OkHttpClients.builder(trust).build();
        int ok = 0;
        for (int i = 0; i < Integer.parseInt(count); i++) {
            try (Response response =
                    client.newCall(new Request.Builder().url(url).build()).execute()) {
                ok += response.code() == 200 ? 1 : 0;
                response.body().bytes();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        System.out.println("ok=" + ok);
    }
}
