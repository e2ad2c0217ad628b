package dev.prewarm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.Prewarm;
import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import dev.prewarm.report.ClientList;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class WeaverTest {
    private static final ClassLoader LOADER = WeaverTest.class.getClassLoader();
    private static final String SUBJECT = "dev/prewarm/agent/WeaverTest";
    private static final Code NOTHING = method -> method.visitInsn(Opcodes.NOP);
    private static final Edit FITS = Edit.atEntry("subject", "(", NOTHING);

    private final List<String> logged = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final Logger log =
            (Logger) Proxy.newProxyInstance(LOADER, new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                logged.add(method.getName());
                return null;
            });

    /** What is woven. */
    void subject() {
        calls.clear();
    }

    @Test
    void aClientThatFitsIsWovenAndConnected() throws IOException {
        Weaver weaver = weaver(FITS);
        assertThat(weaver.weave(LOADER, SUBJECT, file())).isNotNull().isNotEqualTo(file());
        assertThat(weaver.weave(LOADER, "some/Other", file())).isNull();
        assertThat(calls).containsExactly("connect");
        assertThat(logged).containsExactly("info");
    }

    @Test
    void oneMissingEditLeavesItStockWithOneWarning() throws IOException {
        assertStaysStock(weaver(FITS, Edit.atEntry("nowhere", "(", NOTHING)));
    }

    @Test
    void soDoesAMemberThatIsNotThere() throws IOException {
        assertStaysStock(weaver(Edit.atEntry("subject", "(", method -> {
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/String", "nothing", "()V", false);
        })));
    }

    @Test
    void aClassThatAnotherAgentHasChangedDisconnectsTheClient() throws IOException {
        Weaver weaver = weaver(FITS);
        byte[] changed = new ClassFiles(LOADER).read("dev/prewarm/agent/VersionTest");
        assertThat(weaver.weave(LOADER, SUBJECT, changed)).isNull();
        assertThat(weaver.weave(LOADER, SUBJECT, file())).isNull();
        assertThat(calls).containsExactly("connect", "disconnect");
        assertThat(logged).containsExactly("info", "warn");
    }

    private void assertStaysStock(Weaver weaver) throws IOException {
        assertThat(weaver.weave(LOADER, SUBJECT, file())).isNull();
        assertThat(weaver.weave(LOADER, SUBJECT, file())).isNull();
        assertThat(calls).isEmpty();
        assertThat(logged).containsExactly("warn");
    }

    private static byte[] file() throws IOException {
        return new ClassFiles(LOADER).read(SUBJECT);
    }

    private Weaver weaver(Edit... edits) {
        return new Weaver(new FakeClient(new ClassEdits(SUBJECT, edits)), null, new ClientList(), log);
    }

    private final class FakeClient implements Client {
        private final ClassEdits edits;

        FakeClient(ClassEdits edits) {
            this.edits = edits;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public boolean owns(ClassLoader loader, String className) {
            return true;
        }

        @Override
        public String describe(ClassFiles files) {
            return "a client";
        }

        @Override
        public List<ClassEdits> edits(ClassFiles files) {
            return List.of(edits);
        }

        @Override
        public void connectTo(Prewarm prewarm) {
            calls.add("connect");
        }

        @Override
        public void disconnect(ClassLoader loader) {
            calls.add("disconnect");
        }
    }
}
