package dev.prewarm.it.programs;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the program {@code Answered} in a class loader, whose parent has jars, too. Arguments: the parent's class path; the child's; {@code
 * parent-first} or {@code child-first}; and those of Answered. Several of such, separated by {@code --}.
 */
public final class SplitLoaders {
    private SplitLoaders() {}

    public static void main(String[] args) throws Exception {
        List<String> all = Arrays.asList(args);
        for (int from = 0; from < all.size(); ) {
            int to = all.subList(from, all.size()).indexOf("--");
            to = to < 0 ? all.size() : from + to;
            run(all.subList(from, to));
            from = to + 1;
        }
        System.exit(0);
    }

    private static void run(List<String> args) throws Exception {
        ClassLoader parent = new URLClassLoader(urls(args.get(0)), ClassLoader.getPlatformClassLoader());
        ClassLoader child = args.get(2).equals("child-first")
                ? new ChildFirst(urls(args.get(1)), parent)
                : new URLClassLoader(urls(args.get(1)), parent);
        child.loadClass("Answered").getMethod("main", String[].class).invoke(null, (Object)
                args.subList(3, args.size()).toArray(new String[0]));
    }

    private static URL[] urls(String path) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator)) {
            urls.add(Paths.get(entry).toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    /** As web applications have it, for classes. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null || name.startsWith("java")) {
                    return loaded == null ? super.loadClass(name, resolve) : loaded;
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
        }
    }
}
