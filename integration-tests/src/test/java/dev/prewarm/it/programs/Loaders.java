package dev.prewarm.it.programs;

import java.io.File;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One JVM with several versions of a library, as an application server has: {@link Requests} in a class loader of its own for
 * each class path. Arguments: {@code paths}, separated by bars; {@code hide}: a class file that these loaders do not show; and
 * those of Requests, which it passes on.
 */
public final class Loaders {
    private Loaders() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        String[] passed = Arrays.stream(args)
                .filter(arg -> !arg.startsWith("paths=") && !arg.startsWith("hide="))
                .toArray(String[]::new);
        for (String path : options.text("paths", "").split("\\|")) {
            try (Hiding loader = new Hiding(urls(path), options.text("hide", ""))) {
                loader.loadClass(Requests.class.getName())
                        .getMethod("main", String[].class)
                        .invoke(null, (Object) passed);
            }
        }
    }

    /** Of these programs, and of that class path. */
    static URL[] urls(String path) throws Exception {
        List<URL> urls = new ArrayList<>();
        Path mine = Paths.get(Loaders.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        urls.add(mine.toUri().toURL());
        for (String entry : path.split(File.pathSeparator)) {
            urls.add(Paths.get(entry).toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    private static final class Hiding extends URLClassLoader {
        private final String hidden;

        Hiding(URL[] urls, String hidden) {
            super(urls, ClassLoader.getPlatformClassLoader());
            this.hidden = hidden;
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            return name.equals(hidden) ? null : super.getResourceAsStream(name);
        }
    }
}
