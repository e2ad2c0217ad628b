package dev.prewarm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The simulator and the pool once more, side by side with those of the test, with one line of the pool's source changed. */
final class Mutant extends ClassLoader {
    private static final Path SOURCES = Path.of("src/main/java/dev/prewarm/pool");
    private static final String PACKAGE = Pool.class.getPackageName() + ".";

    private final Map<String, byte[]> changed;

    private Mutant(Map<String, byte[]> changed) {
        super(Mutant.class.getClassLoader());
        this.changed = changed;
    }

    /** Nothing is changed. */
    static Mutant none() {
        return new Mutant(Map.of());
    }

    /**
     * @param className simple name of a class of the pool's package
     * @param line what its source says exactly once
     * @param instead what it is to say
     */
    static Mutant of(String className, String line, String instead) throws IOException {
        String source = Files.readString(SOURCES.resolve(className + ".java"));
        assertThat(source.split(java.util.regex.Pattern.quote(line), -1))
                .as("parts of %s around \"%s\"", className, line)
                .hasSize(2);
        return new Mutant(compile(className, source.replace(line, instead)));
    }

    /** What the simulation of this seed breaks; null if nothing. */
    String failure(long seed) throws ReflectiveOperationException {
        var runs = loadClass(SimulationRuns.class.getName()).getDeclaredMethod("failure", long.class);
        runs.setAccessible(true);
        return (String) runs.invoke(null, seed);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith(PACKAGE)) {
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
        String classes = Path.of(URI.create(Pool.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
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
            super(URI.create("string:///" + className + ".java"), Kind.SOURCE);
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
