package dev.prewarm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prewarm.Prewarm;
import dev.prewarm.PrewarmRuntime;
import dev.prewarm.agent.weave.ClassEdits;
import dev.prewarm.agent.weave.ClassFiles;
import dev.prewarm.agent.weave.Code;
import dev.prewarm.agent.weave.Edit;
import dev.prewarm.config.Settings;
import dev.prewarm.report.ClientList;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPLogger;

class WeaverTest {
    private static final ClassLoader PARENT = WeaverTest.class.getClassLoader();
    private static final Code CALL = method ->
            method.visitMethodInsn(Opcodes.INVOKESTATIC, name(Seam.class).replace('.', '/'), "called", "()V", false);
    private static final Edit FITS = Edit.atEntry("subject", "(", CALL);
    private static final Set<String> BOTH = Set.of(name(First.class), name(Second.class));

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicBoolean loadedAreWoven = new AtomicBoolean(true);
    private final AtomicBoolean logFails = new AtomicBoolean();
    private final Logger log =
            (Logger) Proxy.newProxyInstance(PARENT, new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                Object[] parameters = arguments[1] instanceof Object[]
                        ? (Object[]) arguments[1]
                        : List.of(arguments).subList(1, arguments.length).toArray();
                if (logFails.get()) {
                    throw new StackOverflowError();
                }
                logged.add(
                        method.getName() + " " + MessageFormatter.basicArrayFormat((String) arguments[0], parameters));
                return null;
            });

    /** What is woven: two classes of one client. */
    static final class First {
        void subject() {}
    }

    static final class Second {
        void subject() {}
    }

    /** What the woven code calls. */
    static final class Seam {
        static void called() {}
    }

    @Test
    void aClientWhoseClassesAreAllEditedIsWoven() throws Exception {
        Weaver weaver = weaver(FITS);
        Defining loader = new Defining(weaver, BOTH);
        assertThat(weaver.in(loader)).as("before any class").isFalse();
        loader.loadClass(name(First.class));
        assertThat(calls).containsExactly("connect");
        assertThat(logged).as("it has yet to be seen whether the rest is woven").isEmpty();
        assertThat(weaver.in(loader)).isTrue();
        assertThat(weaver.in(loader)).isTrue();
        assertThat(weaver.in(PARENT)).isFalse();
        assertThat(loader.woven).containsExactlyInAnyOrderElementsOf(BOTH);
        assertThat(logged).containsExactly("info a client uses pre-warmed connections");
        assertThat(weaver.weave(loader, "some/Other", file(First.class))).isNull();
    }

    @Test
    void whereNoOriginIsToBeWarmedItIsObserved() throws Exception {
        Weaver weaver = new Weaver(client(FITS), new ClientList(), true, loadedAreWoven::get, log);
        Defining loader = new Defining(weaver, BOTH);
        loader.loadClass(name(First.class));

        assertThat(weaver.in(loader)).isTrue();
        assertThat(logged).containsExactly("info a client is observed");
    }

    @Test
    void aClientThatIsWovenBeforeThereIsAPoolGetsItLater() throws Exception {
        Weaver weaver = new Weaver(client(FITS), new ClientList(), false, loadedAreWoven::get, log);
        new Defining(weaver, BOTH).loadClass(name(First.class));
        assertThat(calls).isEmpty();
        weaver.connectTo(pool());
        assertThat(calls).containsExactly("connect");
    }

    @Test
    void oneMissingEditLeavesItUnwovenWithOneWarning() throws Exception {
        assertStaysUnwoven(weaver(FITS, Edit.atEntry("nowhere", "(", CALL)), "is not supported, left unmodified");
    }

    @Test
    void soDoesAMemberThatIsNotThere() throws Exception {
        Edit strange = Edit.atEntry("subject", "(", method -> {
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/String", "nothing", "()V", false);
        });
        assertStaysUnwoven(weaver(strange), "there is no java.lang.String.nothing");
    }

    @Test
    void aClassThatAnotherAgentHasChangedLeavesItUnwoven() throws Exception {
        Weaver weaver = weaver(FITS);
        Defining loader = new Defining(weaver, BOTH);
        loader.loadClass(name(First.class));
        byte[] changed = file(Seam.class);
        assertThat(weaver.weave(loader, name(Second.class).replace('.', '/'), changed))
                .isNull();
        assertIsUnwoven(weaver, loader, "another agent may have changed it");
    }

    /** A server's lib folder has one half, the application the other. */
    @Test
    void aClassOfAnotherLoaderLeavesItUnwoven() throws Exception {
        Weaver weaver = weaver(FITS);
        Defining loader = new Defining(weaver, Set.of(name(First.class)));
        loader.loadClass(name(First.class));
        assertThat(weaver.in(loader)).isFalse();
        assertIsUnwoven(weaver, loader, name(Second.class));
    }

    @Test
    void aClassThatWasLoadedUnseenLeavesItUnwoven() throws Exception {
        Weaver weaver = weaver(FITS);
        Defining loader = new Defining(weaver, BOTH);
        loader.unseen = name(Second.class);
        loader.loadClass(name(First.class));
        assertThat(weaver.in(loader)).isFalse();
        assertIsUnwoven(weaver, loader, name(Second.class) + " was loaded");
    }

    @Test
    void aClassThatDoesNotTakeItsEditsLeavesItUnwoven() throws Exception {
        Weaver weaver = weaver(FITS);
        Defining loader = new Defining(weaver, BOTH);
        loader.loadClass(name(First.class));
        loader.loadClass(name(Second.class));
        weaver.giveUp(loader, "it can't be retransformed");
        weaver.giveUp(loader, "it can't be retransformed");
        assertIsUnwoven(weaver, loader, "it can't be retransformed");
    }

    @Test
    void whileLoadedClassesAreRetransformedAllIsCold() throws Exception {
        loadedAreWoven.set(false);
        Weaver weaver = weaver(FITS);
        Defining loader = new Defining(weaver, BOTH);
        loader.loadClass(name(First.class));
        assertThat(weaver.in(loader)).isFalse();
        assertThat(loader.woven).containsExactly(name(First.class));
        loadedAreWoven.set(true);
        assertThat(weaver.in(loader)).isTrue();
    }

    /** As in JBoss Modules and OSGi. */
    @Test
    void aLoaderThatDoesNotShowUsLeavesItUnwoven() throws Exception {
        Weaver weaver = weaver(FITS);
        Defining loader = new Defining(weaver, BOTH);
        loader.failsFor(name(Seam.class), new ClassNotFoundException("not exported"));
        loader.loadClass(name(First.class));
        assertThat(loader.woven).isEmpty();
        assertIsUnwoven(weaver, loader, "-Djboss.modules.system.pkgs=dev.prewarm");
        assertThat(logged.get(0)).contains("org.osgi.framework.bootdelegation=dev.prewarm.*");
        assertThat(calls).isEmpty();
    }

    @Test
    void aLoaderWithACopyOfUsLeavesItUnwoven() throws Exception {
        Weaver weaver = weaver(FITS);
        Defining loader = new Defining(weaver, Set.of(name(First.class), name(Second.class), name(Seam.class)));
        loader.loadClass(name(First.class));
        assertThat(loader.woven).isEmpty();
        assertIsUnwoven(weaver, loader, "copy of Prewarm's classes");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                StackOverflowError.class,
                ClassCircularityError.class,
                NoClassDefFoundError.class,
                OutOfMemoryError.class,
                IllegalStateException.class
            })
    void aLoaderThatFailsLeavesItUnwoven(Class<? extends Throwable> how) throws Exception {
        Throwable failure = how.getConstructor().newInstance();
        for (String asked : List.of(Defining.FILES, name(Seam.class))) {
            logged.clear();
            Weaver weaver = weaver(FITS);
            Defining loader = new Defining(weaver, BOTH);
            loader.failsFor(asked, failure);
            loader.loadClass(name(First.class));
            assertThat(loader.woven).isEmpty();
            assertIsUnwoven(weaver, loader, "left unmodified");
        }
        logged.clear();
        Weaver weaver = weaver(FITS);
        Defining loader = new Defining(weaver, BOTH);
        loader.loadClass(name(First.class));
        loader.failsFor(name(Second.class), failure);
        assertThat(weaver.in(loader)).isFalse();
        assertIsUnwoven(weaver, loader, how.getName());
    }

    @Test
    void whereEvenTheWarningFailsTheClientHearsNothing() throws Exception {
        Weaver weaver = weaver(FITS);
        Defining loader = new Defining(weaver, BOTH);
        loader.loadClass(name(First.class));
        loader.failsFor(name(Second.class), new StackOverflowError());
        logFails.set(true);
        assertThat(weaver.in(loader)).isFalse();
        assertThat(weaver.in(loader)).isFalse();
    }

    /** With a lock around it two loaders that ask each other wait for each other for ever. */
    @Test
    void noLockIsHeldWhileALoaderIsAsked() throws Exception {
        Weaver weaver = weaver(FITS);
        Defining other = new Defining(weaver, BOTH);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch through = new CountDownLatch(1);
        Thread second = new Thread(() -> {
            try {
                await(asked);
                other.loadClass(name(First.class));
                weaver.in(other);
                through.countDown();
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        });
        second.setDaemon(true);
        second.start();
        Defining loader = new Defining(weaver, BOTH);
        AtomicBoolean inTime = new AtomicBoolean();
        loader.whenAsked = () -> {
            asked.countDown();
            inTime.set(await(through));
        };
        loader.loadClass(name(First.class));
        assertThat(inTime).isTrue();
        assertThat(weaver.in(loader)).isTrue();
        assertThat(weaver.in(other)).isTrue();
    }

    @Test
    void ofTwoFirstLooksOneIsTold() throws Exception {
        Weaver weaver = weaver(FITS, Edit.atEntry("nowhere", "(", CALL));
        Defining loader = new Defining(weaver, BOTH);
        loader.whenAsked = () -> {
            loader.whenAsked = () -> {};
            weaver.weave(loader, name(First.class).replace('.', '/'), new byte[0]);
        };
        loader.loadClass(name(First.class));
        assertThat(logged).hasSize(1);
    }

    private void assertStaysUnwoven(Weaver weaver, String why) throws Exception {
        Defining loader = new Defining(weaver, BOTH);
        loader.loadClass(name(First.class));
        assertThat(loader.woven).isEmpty();
        assertIsUnwoven(weaver, loader, why);
        assertThat(calls).isEmpty();
    }

    /** With one warning, and for ever. */
    private void assertIsUnwoven(Weaver weaver, Defining loader, String why) throws IOException {
        loader.failsFor("nothing", null);
        assertThat(weaver.in(loader)).isFalse();
        for (Class<?> each : List.of(First.class, Second.class)) {
            assertThat(weaver.weave(loader, name(each).replace('.', '/'), file(each)))
                    .isNull();
        }
        assertThat(logged).singleElement().asString().startsWith("warn ").contains(why);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static String name(Class<?> type) {
        return type.getName();
    }

    private static byte[] file(Class<?> type) throws IOException {
        return new ClassFiles(PARENT).read(name(type).replace('.', '/'));
    }

    private Weaver weaver(Edit... edits) throws IOException {
        Weaver weaver = new Weaver(client(edits), new ClientList(), false, loadedAreWoven::get, log);
        weaver.connectTo(pool());
        return weaver;
    }

    private ClientSupport client(Edit... edits) {
        return new FakeClient(List.of(
                new ClassEdits(name(First.class).replace('.', '/'), edits),
                new ClassEdits(name(Second.class).replace('.', '/'), edits)));
    }

    /** Never started. */
    private static Prewarm pool() throws IOException {
        return new PrewarmRuntime(Settings.read("", Map.of(), Map.of()), NOPLogger.NOP_LOGGER, () -> false).prewarm();
    }

    /** Defines some classes itself, as the JVM does with an agent, and fails on demand. */
    private static final class Defining extends ClassLoader {
        static final String FILES = "files";

        final List<String> woven = new CopyOnWriteArrayList<>();
        volatile Runnable whenAsked = () -> {};
        volatile String unseen = "";
        private final Weaver weaver;
        private final Set<String> own;
        private volatile String failsFor = "";
        private volatile Throwable failure;

        Defining(Weaver weaver, Set<String> own) {
            super(PARENT);
            this.weaver = weaver;
            this.own = own;
        }

        void failsFor(String asked, Throwable how) {
            failsFor = asked;
            failure = how;
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            whenAsked.run();
            fail(FILES);
            return super.getResourceAsStream(name);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            fail(name);
            if (!own.contains(name)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try {
                byte[] file = new ClassFiles(PARENT).read(name.replace('.', '/'));
                boolean seen = BOTH.contains(name) && !name.equals(unseen);
                byte[] edited = !seen ? null : weaver.weave(this, name.replace('.', '/'), file);
                if (edited != null) {
                    woven.add(name);
                }
                byte[] defined = edited == null ? file : edited;
                return defineClass(name, defined, 0, defined.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @SuppressWarnings("unchecked")
        private <T extends Throwable> void fail(String asked) throws T {
            if (asked.equals(failsFor)) {
                throw (T) failure;
            }
        }
    }

    private final class FakeClient implements ClientSupport {
        private final List<ClassEdits> edits;

        FakeClient(List<ClassEdits> edits) {
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
            return edits;
        }

        @Override
        public void connectTo(Prewarm prewarm, Woven woven) {
            calls.add("connect");
        }
    }
}
