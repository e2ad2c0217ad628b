package dev.prewarm.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.ClassWeaver;
import dev.prewarm.agent.weave.Member;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The edits, made to the class files of the running JDK. */
class JdkSupportTest {
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
    private static final String SEAM = "dev/prewarm/agent/jdk/JdkSeam";

    private final ClassFiles files = new ClassFiles(PLATFORM);
    private final JdkSupport client = new JdkSupport();

    @Test
    void allEditsFit() throws IOException {
        for (ClassEdits edits : client.edits(files)) {
            ClassWeaver weaver = new ClassWeaver(edits);
            weaver.weave(files.read(edits.className()));
            assertThat(weaver.missing()).isEmpty();
            assertThat(client.owns(PLATFORM, edits.className())).isTrue();
        }
    }

    @Test
    void allThatTheWovenCodeNamesIsThere() throws IOException {
        List<String> seam = new ArrayList<>();
        for (Method method : JdkSeam.class.getMethods()) {
            seam.add(new Member(SEAM, method.getName(), descriptor(method)).toString());
        }
        for (ClassEdits edits : client.edits(files)) {
            ClassWeaver weaver = new ClassWeaver(edits);
            weaver.weave(files.read(edits.className()));
            for (Member member : weaver.used()) {
                if (member.owner().equals(SEAM)) {
                    assertThat(seam).contains(member.toString());
                } else {
                    assertThat(files.has(member)).as(member.toString()).isTrue();
                }
            }
        }
    }

    @Test
    void theJvmVerifiesTheWovenClasses() throws Exception {
        Map<String, byte[]> woven = new HashMap<>();
        for (ClassEdits edits : client.edits(files)) {
            woven.put(edits.className().replace('/', '.'), new ClassWeaver(edits).weave(files.read(edits.className())));
        }
        WovenClasses loader = new WovenClasses(woven);
        for (String name : woven.keySet()) {
            Class<?> type = loader.loadClass(name);
            assertThat(type.getClassLoader()).isSameAs(loader);
            // Links it, and so verifies it, but runs nothing.
            assertThat(type.getDeclaredMethods()).isNotEmpty();
        }
    }

    @Test
    void itOwnsNothingElse() {
        assertThat(client.owns(PLATFORM, "jdk/internal/net/http/HttpClientImpl"))
                .isFalse();
        assertThat(client.owns(PLATFORM, "java/lang/String")).isFalse();
        assertThat(client.owns(null, "jdk/internal/net/http/MultiExchange")).isFalse();
        assertThat(client.owns(getClass().getClassLoader(), "jdk/internal/net/http/MultiExchange"))
                .isFalse();
    }

    private static String descriptor(Method method) {
        StringBuilder text = new StringBuilder("(");
        for (Class<?> parameter : method.getParameterTypes()) {
            text.append(descriptor(parameter));
        }
        return text.append(")").append(descriptor(method.getReturnType())).toString();
    }

    private static String descriptor(Class<?> type) {
        return type == void.class
                ? "V"
                : Array.newInstance(type, 0).getClass().getName().substring(1).replace('.', '/');
    }

    /** The client's package once more, in a loader of its own, with some classes woven. */
    private static final class WovenClasses extends ClassLoader {
        private final Map<String, byte[]> woven;

        WovenClasses(Map<String, byte[]> woven) {
            super(JdkSupportTest.class.getClassLoader());
            this.woven = woven;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                return name.startsWith("jdk.internal.net.http.") ? define(name) : super.loadClass(name, resolve);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            byte[] file = woven.get(name);
            try (InputStream unwoven = PLATFORM.getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file == null ? unwoven.readAllBytes() : file;
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
