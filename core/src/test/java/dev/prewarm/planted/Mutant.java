package dev.prewarm.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** All classes of ours and their tests once more, side by side with those of this test, with one line of a source changed. */
public final class Mutant extends ClassLoader {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final String OURS = "dev.prewarm.";
    private static final String PATIENCE = "prewarm.test.patience";

    private final Map<String, byte[]> changed;

    private Mutant(Map<String, byte[]> changed) {
        super(Mutant.class.getClassLoader());
        this.changed = changed;
    }

    /** Nothing is changed. */
    public static Mutant none() {
        return new Mutant(Map.of());
    }

    /**
     * @param changed of this module
     * @param line what its source says exactly once
     * @param instead what it is to say
     */
    public static Mutant of(String changed, String line, String instead) throws IOException {
        String source = Files.readString(SOURCES.resolve(changed.replace('.', '/') + ".java"));
        assertThat(source.split(Pattern.quote(line), -1))
                .as("parts of %s around \"%s\"", changed, line)
                .hasSize(2);
        return new Mutant(compile(changed, source.replace(line, instead)));
    }

    /**
     * Wants tests to find a bug. Classes are named as the package of the one that asks sees them.
     *
     * @see #of
     */
    public static void assertIsFound(
            Class<?> asks, String bug, String changed, String line, String instead, String tests) throws Exception {
        Mutant mutant = of(asks.getPackageName() + "." + changed, line, instead);
        assertThat(mutant.firstFailures(mutant.beside(asks, tests))).as(bug).isNotEmpty();
    }

    public static void assertNothingIsFound(Class<?> asks, String tests) throws Exception {
        Mutant none = none();
        assertThat(run(DiscoverySelectors.selectClass(none.beside(asks, tests))))
                .isEmpty();
    }

    private Class<?> beside(Class<?> asks, String name) throws ClassNotFoundException {
        return loadClass(asks.getPackageName() + "." + name);
    }

    /** What fails of the first method of which anything does; the others, which may wait long, are not run. */
    private Map<String, String> firstFailures(Class<?> tests) {
        // Read by classes of this loader alone: those of others are there already.
        System.setProperty(PATIENCE, "3");
        try {
            for (Method method :
                    AnnotationSupport.findAnnotatedMethods(tests, Testable.class, HierarchyTraversalMode.TOP_DOWN)) {
                Map<String, String> failures = run(DiscoverySelectors.selectMethod(tests, method));
                if (!failures.isEmpty()) {
                    return failures;
                }
            }
            return Map.of();
        } finally {
            System.clearProperty(PATIENCE);
        }
    }

    /** What fails, each with what it says. */
    private static Map<String, String> run(DiscoverySelector tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(tests)
                                .build(),
                        listener);
        assertThat(listener.getSummary().getTestsFoundCount()).as("%s", tests).isPositive();
        Map<String, String> failures = new TreeMap<>();
        listener.getSummary()
                .getFailures()
                .forEach(each -> failures.put(
                        each.getTestIdentifier().getLegacyReportingName(), String.valueOf(each.getException())));
        return failures;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith(OURS)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] bytes = changed.containsKey(name) ? changed.get(name) : in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static Map<String, byte[]> compile(String className, String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> compiled = new HashMap<>();
        StringWriter said = new StringWriter();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, null), compiled)) {
            boolean done = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of("-cp", classes, "-proc:none"),
                            null,
                            List.of(new Source(className, source)))
                    .call();
            assertThat(done).as("%s", said).isTrue();
        }
        Map<String, byte[]> bytes = new HashMap<>();
        compiled.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** What is compiled stays in memory. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> compiled;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> compiled) {
            super(files);
            this.compiled = compiled;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    compiled.put(className, out);
                    return out;
                }
            };
        }
    }
}
