package dev.prewarm.agent.weave;

import static net.bytebuddy.jar.asm.Opcodes.DUP;
import static net.bytebuddy.jar.asm.Opcodes.INVOKESTATIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.bytebuddy.jar.asm.MethodVisitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Edits of a class, carried out on a copy of it that a loader of its own defines, and verifies. */
public class MoreEditsTest {
    private static final String ME = "dev/prewarm/agent/weave/MoreEditsTest";
    private static final String SUBJECT = ME + "$Subject";
    private static final String TEXT = "Ljava/lang/String;";

    private static final List<String> SEEN = new ArrayList<>();

    /** What is woven. */
    public static final class Subject implements Supplier<String> {
        private static final Supplier<String> STATIC_LAMBDA = () -> spoken("lambda");

        @Override
        public String get() {
            return STATIC_LAMBDA.get() + " " + spoken("once") + " " + made("made") + " " + guarded(3);
        }

        private String guarded(long asked) {
            try {
                if (asked == 3) {
                    throw new UnsupportedOperationException("own");
                }
                throw new IllegalStateException("not own " + asked);
            } catch (UnsupportedOperationException e) {
                return "handled";
            }
        }

        public String fails() {
            return guarded(4);
        }

        public String ran() {
            Spoken spoken = new Spoken("own");
            spoken.run();
            return spoken.text();
        }

        private static String made(String what) {
            return what;
        }
    }

    /** What is called on a variable. */
    public static final class Spoken {
        private final String text;

        public Spoken(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        public void run() {
            SEEN.add(text);
        }
    }

    public static Spoken another(Spoken spoken) {
        return new Spoken("not " + spoken.text);
    }

    /** What is called there. */
    public static String spoken(String what) {
        return what;
    }

    public static String replaced(String what) {
        return what + "!";
    }

    public static void seen(Throwable thrown) {
        SEEN.add(thrown.getMessage());
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @Test
    void replacesEachCallThoseInStaticLambdasIncluded() throws Exception {
        Edit edit = Edit.insteadOfEachCall(ME, "spoken", "(" + TEXT + ")" + TEXT, MoreEditsTest::replace);
        assertThat(((Supplier<?>) woven(edit)).get()).isEqualTo("lambda! once! made handled");
    }

    @Test
    void oneCallIsNotTwo() throws Exception {
        Edit edit = Edit.insteadOfCall(ME, "spoken", "(" + TEXT + ")" + TEXT, MoreEditsTest::replace);
        ClassWeaver weaver = new ClassWeaver(new ClassEdits(SUBJECT, edit));
        weaver.weave(new ClassFiles(getClass().getClassLoader()).read(SUBJECT));
        assertThat(weaver.missing()).singleElement().asString().contains("spoken found 2 times");
    }

    @Test
    void changesWhatAStaticMethodReturns() throws Exception {
        Edit edit = Edit.atReturnOfStatic("made", "(" + TEXT + ")", MoreEditsTest::replace);
        assertThat(((Supplier<?>) woven(edit)).get()).isEqualTo("lambda once made! handled");
    }

    @Test
    void seesWhatAMethodThrowsAndNotWhatItHandlesItself() throws Exception {
        Edit edit = Edit.atThrow("guarded", "(J)", method -> {
            method.visitInsn(DUP);
            method.visitMethodInsn(INVOKESTATIC, ME, "seen", "(Ljava/lang/Throwable;)V", false);
        });
        Object subject = woven(edit);
        assertThat(((Supplier<?>) subject).get()).isEqualTo("lambda once made handled");
        assertThat(SEEN).isEmpty();
        assertThatThrownBy(() -> subject.getClass().getMethod("fails").invoke(subject))
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("not own 4");
        assertThat(SEEN).containsExactly("not own 4");
    }

    @Test
    void replacesWhatACallStandsOn() throws Exception {
        Edit edit = Edit.insteadOfCallOnVariable("ran", "()", ME + "$Spoken", "run", method -> {
            String spoken = "L" + ME + "$Spoken;";
            method.visitMethodInsn(INVOKESTATIC, ME, "another", "(" + spoken + ")" + spoken, false);
        });
        Object subject = woven(edit);
        assertThat(subject.getClass().getMethod("ran").invoke(subject)).isEqualTo("not own");
        assertThat(SEEN).isEmpty();
    }

    private static void replace(MethodVisitor method) {
        method.visitMethodInsn(INVOKESTATIC, ME, "replaced", "(" + TEXT + ")" + TEXT, false);
    }

    private static Object woven(Edit edit) throws Exception {
        ClassLoader loader = MoreEditsTest.class.getClassLoader();
        ClassWeaver weaver = new ClassWeaver(new ClassEdits(SUBJECT, edit));
        byte[] woven = weaver.weave(new ClassFiles(loader).read(SUBJECT));
        assertThat(weaver.missing()).isEmpty();
        Class<?> copy = new ClassLoader(loader) {
            Class<?> define() {
                return defineClass(SUBJECT.replace('/', '.'), woven, 0, woven.length);
            }
        }.define();
        return copy.getConstructor().newInstance();
    }
}
