package dev.prewarm.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

public class ClassWeaverTest {
    private static final String SEEN = "dev/prewarm/agent/weave/ClassWeaverTest";
    private static final List<String> CALLS = new ArrayList<>();

    /** What is woven in. */
    public static void called() {
        CALLS.add("called");
    }

    /** What is woven. */
    public static class Subject {
        public Subject() {}

        public static void entered(int ignored) {}

        public int entered(boolean early) {
            if (early) {
                return 1;
            }
            return Integer.parseInt("2");
        }

        public String twice() {
            return String.valueOf(1L) + String.valueOf(2L);
        }
    }

    /** Nothing to weave. */
    abstract static class Abstract {
        abstract void entered();

        static void entered(int ignored) {}
    }

    @BeforeEach
    void forget() {
        CALLS.clear();
    }

    @Test
    void anEntryIsOneOfAnInstanceMethodWithCode() throws Exception {
        ClassWeaver weaver = weaver(Edit.atEntry("entered", "(", ClassWeaverTest::call));
        call(weaver, true);
        assertThat(weaver.missing()).isEmpty();
        assertThat(CALLS).hasSize(1);
    }

    @Test
    void everyReturnIsMeant() throws Exception {
        ClassWeaver weaver = weaver(Edit.atReturn("entered", "(Z", ClassWeaverTest::call));
        assertThat(call(weaver, true)).isEqualTo(1);
        assertThat(call(weaver, false)).isEqualTo(2);
        assertThat(weaver.missing()).isEmpty();
        assertThat(CALLS).hasSize(2);
    }

    @Test
    void aCallIsReplaced() throws Exception {
        ClassWeaver weaver =
                weaver(Edit.insteadOfCall("java/lang/Integer", "parseInt", "(Ljava/lang/String;)I", method -> {
                    method.visitInsn(Opcodes.POP);
                    call(method);
                    method.visitInsn(Opcodes.ICONST_5);
                }));
        assertThat(call(weaver, false)).isEqualTo(5);
        assertThat(weaver.missing()).isEmpty();
        assertThat(weaver.used()).containsExactly(new Member(SEEN, "called", "()V"));
    }

    @Test
    void whatIsNotThereOrThereTwiceIsReported() throws IOException {
        ClassWeaver weaver = weaver(
                Edit.atEntry("nowhere", "(", ClassWeaverTest::call),
                Edit.atReturn("entered", "(J", ClassWeaverTest::call),
                Edit.insteadOfCall("java/lang/String", "valueOf", "(J)Ljava/lang/String;", method -> {}));
        weaver.weave(file());
        assertThat(weaver.missing())
                .hasSize(3)
                .anySatisfy(text -> assertThat(text).contains("nowhere", "(entry)", "found 0 times"))
                .anySatisfy(text -> assertThat(text).contains("entered(J", "(return)", "found 0 times"))
                .anySatisfy(text -> assertThat(text).contains("java.lang.String.valueOf", "found 2 times"));
    }

    @Test
    void abstractAndStaticMethodsAreNotMeant() throws IOException {
        String name = SEEN + "$Abstract";
        ClassWeaver weaver = new ClassWeaver(new ClassEdits(name, Edit.atEntry("entered", "(", ClassWeaverTest::call)));
        weaver.weave(new ClassFiles(ClassWeaverTest.class.getClassLoader()).read(name));
        assertThat(weaver.missing()).hasSize(1);
    }

    @Test
    void itCanBeUsedAgain() throws IOException {
        ClassWeaver weaver = weaver(Edit.atEntry("entered", "(Z", ClassWeaverTest::call));
        assertThat(weaver.weave(file())).isEqualTo(weaver.weave(file()));
        assertThat(weaver.missing()).isEmpty();
    }

    private static void call(MethodVisitor method) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, SEEN, "called", "()V", false);
    }

    private static ClassWeaver weaver(Edit... edits) {
        return new ClassWeaver(new ClassEdits(SEEN + "$Subject", edits));
    }

    private static byte[] file() throws IOException {
        return new ClassFiles(ClassWeaverTest.class.getClassLoader()).read(SEEN + "$Subject");
    }

    private static int call(ClassWeaver weaver, boolean early) throws Exception {
        byte[] woven = weaver.weave(file());
        Class<?> type = new ClassLoader(ClassWeaverTest.class.getClassLoader()) {
            Class<?> define() {
                return defineClass(SEEN.replace('/', '.') + "$Subject", woven, 0, woven.length);
            }
        }.define();
        Object subject = type.getConstructor().newInstance();
        return (int) type.getMethod("entered", boolean.class).invoke(subject, early);
    }
}
