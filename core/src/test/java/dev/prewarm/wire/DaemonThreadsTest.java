package dev.prewarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.security.AccessController;
import java.security.Principal;
import java.security.PrivilegedAction;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;
import org.junit.jupiter.api.Test;

@SuppressWarnings("removal")
class DaemonThreadsTest {
    private static final InheritableThreadLocal<String> TENANT = new InheritableThreadLocal<>();

    @Test
    void nothingOfWhoeverAsksIsInherited() throws Exception {
        AtomicReference<Thread> made = new AtomicReference<>();
        AtomicReference<Object> subject = new AtomicReference<>("not asked");
        AtomicReference<Object> tenant = new AtomicReference<>("not asked");
        Thread application = new Thread(() -> {
            TENANT.set("a");
            Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0]));
            Thread.currentThread().setPriority(Thread.MAX_PRIORITY);
            made.set(inTheNameOfSomebody(() -> {
                assertThat(subject()).isNotNull();
                return DaemonThreads.thread(
                        () -> {
                            subject.set(subject());
                            tenant.set(TENANT.get());
                        },
                        "test");
            }));
            made.get().start();
        });
        application.start();
        application.join();
        made.get().join();
        assertThat(subject.get()).isNull();
        assertThat(tenant.get()).isNull();
        assertThat(made.get().getContextClassLoader()).isNull();
        assertThat(made.get().isDaemon()).isTrue();
        assertThat(made.get().getName()).isEqualTo("test");
        assertThat(made.get().getPriority()).isEqualTo(Thread.NORM_PRIORITY);
    }

    @Test
    void noThreadGroupOfTheApplicationsIsJoined() throws InterruptedException {
        AtomicReference<Thread> made = new AtomicReference<>();
        Thread application =
                new Thread(new ThreadGroup("an application's"), () -> made.set(DaemonThreads.thread(() -> {}, "test")));
        application.start();
        application.join();
        assertThat(made.get().getThreadGroup().getParent()).isNull();
    }

    private static Thread inTheNameOfSomebody(PrivilegedAction<Thread> action) {
        Principal somebody = () -> "somebody";
        return Subject.doAs(new Subject(true, Set.of(somebody), Set.of(), Set.of()), action);
    }

    /** From JDK 18 on a method of its own tells it, and from 24 on no other does. */
    private static Object subject() {
        try {
            return Subject.class.getMethod("current").invoke(null);
        } catch (NoSuchMethodException before18) {
            return Subject.getSubject(AccessController.getContext());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
