package dev.prewarm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.ClassWeaver;
import dev.prewarm.agent.weave.Member;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The edits of all clients, made to the newest versions. */
class EditsTest {
    /** What is woven stays for as long as the JVM; an application that is stopped goes. */
    @Test
    void theyDoNotHoldTheLoader() throws Exception {
        List<ClassEdits> kept = new ArrayList<>();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (ClientSupport client : Agent.clients()) {
            ClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader());
            kept.addAll(client.edits(new ClassFiles(loader)));
            loaders.add(new WeakReference<>(loader));
        }
        for (int i = 0; i < 200 && loaders.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(loaders).allMatch(each -> each.get() == null);
        assertThat(kept).isNotEmpty();
    }

    /** A client's loader is only asked for the classes that the code calls. */
    @Test
    void theyNameNoClassOfOursButThoseTheyCall() throws Exception {
        ClassFiles files = new ClassFiles(getClass().getClassLoader());
        for (ClientSupport client : Agent.clients()) {
            for (ClassEdits edits : client.edits(files)) {
                ClassWeaver weaver = new ClassWeaver(edits);
                weaver.weave(files.read(edits.className()));
                assertThat(weaver.used())
                        .extracting(Member::descriptor)
                        .noneMatch(descriptor -> descriptor.contains("dev/prewarm/"));
            }
        }
    }
}
