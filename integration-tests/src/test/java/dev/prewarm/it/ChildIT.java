package dev.prewarm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prewarm.it.kit.Await;
import dev.prewarm.it.kit.Child;
import dev.prewarm.it.kit.Jdk;
import dev.prewarm.it.kit.Jdks;
import dev.prewarm.it.programs.Requests;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The kit itself: a child is what it is said to be, can be steered, and never outlives its test. */
class ChildIT {
    @ParameterizedTest
    @ArgumentsSource(Jdks.class)
    void runsOnItsJdkCleanAndQuiet(Jdk jdk) {
        try (Child child = Child.of(jdk, Self.class)
                .agent()
                .property("some", "thing")
                .env("PREWARM_LOG", "debug")
                .args("one", "two")
                .start()) {
            assertThat(child.awaitExit()).isEqualTo(7);
            assertThat(child.out())
                    .containsExactly(
                            "java " + jdk.feature(), "property thing", "env debug", "args [one, two]", "junit absent");
            assertThat(child.err()).as("nothing the JVM complains about").isEmpty();
        }
    }

    @Test
    void isSteeredByLinesAndSignals() {
        Child held = Child.of(Jdks.current(), Self.class).args("wait").start();
        try (held) {
            held.awaitLine("waiting");
            held.send("hello");
            assertThat(held.awaitLine("read")).isEqualTo("read hello");
            held.terminate();
            assertThat(held.awaitExit()).isEqualTo(143);
            assertThat(held.out()).contains("hook ran");
        }
        assertThat(held.isAlive()).isFalse();
    }

    @Test
    void isGoneWhenItsTestEnds() {
        Child left = Child.of(Jdks.current(), Self.class).args("wait").start();
        try (left) {
            left.awaitLine("waiting");
        }
        Await.until("the process is gone", () -> ProcessHandle.of(left.pid()).isEmpty());
    }

    @Test
    void aTimeoutShowsOutputAndThreads() {
        try (Child stuck = Child.of(Jdks.current(), Self.class).args("wait").start()) {
            stuck.awaitLine("waiting");
            assertThatThrownBy(() -> stuck.awaitExit(Duration.ofMillis(1)))
                    .hasMessageContaining("still runs after PT0.001S")
                    .hasMessageContaining("waiting")
                    .hasMessageContaining("\"main\" #1")
                    .hasMessageContaining("dev.prewarm.it.ChildIT$Self.main");
        }
    }

    @Test
    void anEarlyEndFailsAtOnceWithTheReason() {
        try (Child broken =
                Child.of(Jdks.current(), Requests.class).args("nonsense").start()) {
            assertThatThrownBy(() -> broken.awaitLine("done"))
                    .hasMessageContaining("ended with 1")
                    .hasMessageContaining("not name=value: nonsense");
        }
    }

    /** The child of these tests. */
    static final class Self {
        public static void main(String[] args) throws Exception {
            if (args[0].equals("wait")) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
                System.out.println("waiting");
                System.out.println("read " + new java.util.Scanner(System.in, "UTF-8").nextLine());
                Thread.sleep(60_000);
            }
            System.out.println("java " + Runtime.version().feature());
            System.out.println("property " + System.getProperty("some"));
            System.out.println("env " + System.getenv("PREWARM_LOG"));
            System.out.println("args " + java.util.Arrays.asList(args));
            System.out.println("junit " + (has("org.junit.jupiter.api.Test") ? "present" : "absent"));
            System.exit(7);
        }

        private static boolean has(String name) {
            try {
                Class.forName(name);
                return true;
            } catch (ClassNotFoundException e) {
                return false;
            }
        }
    }
}
