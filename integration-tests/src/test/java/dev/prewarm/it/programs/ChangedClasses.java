package dev.prewarm.it.programs;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An agent that is put on the command line before another one, as {@code =before}, and behind it, as {@code =after}: at the
 * end of the JVM it prints {@code changed NAME} for each class whose bytes the other one has changed, and {@code classes
 * seen: N}. It sees each class that any agent sees.
 */
public final class ChangedClasses {
    private static final Map<String, byte[]> BEFORE = new ConcurrentHashMap<>();
    private static final Set<String> CHANGED = new ConcurrentSkipListSet<>();
    private static final AtomicInteger SEEN = new AtomicInteger();

    private ChangedClasses() {}

    public static void premain(String when, Instrumentation instrumentation) {
        instrumentation.addTransformer(when.equals("before") ? new Before() : new After(), true);
        if (when.equals("before")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                CHANGED.forEach(name -> System.out.println("changed " + name));
                System.out.println("classes seen: " + SEEN);
            }));
        }
    }

    private static String key(ClassLoader loader, String name) {
        return name + "@" + System.identityHashCode(loader);
    }

    private static final class Before implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> again, ProtectionDomain domain, byte[] classFile) {
            if (name != null) {
                BEFORE.put(key(loader, name), classFile);
            }
            return null;
        }
    }

    private static final class After implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> again, ProtectionDomain domain, byte[] classFile) {
            byte[] before = name == null ? null : BEFORE.remove(key(loader, name));
            if (before != null) {
                SEEN.incrementAndGet();
                if (!Arrays.equals(before, classFile)) {
                    CHANGED.add(name);
                }
            }
            return null;
        }
    }
}
